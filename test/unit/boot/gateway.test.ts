import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultProfilesFolder, defaultSiteFile, Gateway } from '../../../boot/gateway.ts';
import { alarmService } from '../../../nodes/alarms/index.ts';
import { cloudVariables } from '../../../nodes/cloud/index.ts';
import { deviceRuntime } from '../../../nodes/devices/index.ts';
import { storeModules } from '../../../boot/store-modules.ts';
import { AuditLog } from '../../../nodes/events/index.ts';
import { currentHealth } from '../../../nodes/gateway/index.ts';
import { historyService, Store } from '../../../nodes/history/index.ts';
import { postedReadingsOf } from '../../../nodes/history/posted-readings.ts';
import { idsVariables } from '../../../nodes/ids/index.ts';
import { readEnvironment } from '../../../nodes/kernel/index.ts';
import { safetyRuntime } from '../../../nodes/safety/index.ts';
import { siteRuntime } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { answerReads, demoRegister, demoRegisters } from '../devices/battery-device.fixture.ts';
import { FakeModbusClient } from '../devices/modbus-client.fixture.ts';

const postedDevice = 'HVAC-EU-North';

describe('gateway', () => {
  const clock = new ManualClock();
  const logged: string[] = [];
  const registers = demoRegisters();
  let dataFolder: string;
  let gateway: Gateway;

  before(async function () {
    this.timeout(20_000);
    dataFolder = mkdtempSync(path.join(tmpdir(), 'busbar-boot-'));
    gateway = new Gateway({
      siteFile: siteWithoutGridLimit(),
      profilesFolder: defaultProfilesFolder,
      dataFolder,
      intrusion: { settings: readEnvironment(idsVariables, {}) },
      telemetry: { cloud: readEnvironment(cloudVariables, {}), rawMaxAgeH: 96, rawMaxMb: 64 },
      storeUrl: '',
      simulatedHistoryDays: 0,
      readings: { readingPeriodMs: 5000, readingKeepDays: 1 },
      storeMaxMb: 64,
      version: '0.1.0',
      clock,
      log: (text) => logged.push(text),
      flowWarnings: () => [],
    });
    await gateway.start();
  });
  after(() => rmSync(dataFolder, { recursive: true }));

  it('runs every device of the site that is polled', () => {
    const { devices, faults } = deviceRuntime.get();
    const polled = gateway.site.model.devices.filter(({ id }) => id !== postedDevice);
    assert.deepEqual(
      [...devices.keys()],
      polled.map(({ id }) => id),
    );
    assert.deepEqual([...faults], []);
    assert.deepEqual(gateway.devicesWithoutWatchdog(), []);
  });

  it('records what is posted, and sees none of it', async () => {
    const site = siteRuntime.get();
    const device = site.image.get(postedDevice);
    const posted = postedReadingsOf(historyService.get(), site);
    const taken = posted.take({ tag: 'HVAC-EU-North-P', value: 12 });
    await posted.flush();
    assert.deepEqual(await taken, { readings: 1, frames: 1 });
    assert.deepEqual([device?.point('power').value, device?.frame], [null, undefined]);
    assert.equal(currentHealth().devices.total, site.model.devices.length - 1);
    assert.match(await gateway.metrics.render(), /^bess_cycles_total\{.*\} 0$/m);
  });

  it('watches limits on servers, and no silence where readings are posted', () => {
    const alarms = alarmService.get();
    assert.equal(alarms.find({ sensor: 302, source: 'limits' })?.priority, 'P3');
    const silenceOf = (device: string) => ({
      key: `device:${device}:communication`,
      tag: `${device}-COMM`,
      deviceId: device,
    });
    assert.ok(alarms.find({ sensor: silenceOf('Compressor-1'), source: 'quality' }));
    assert.equal(alarms.find({ sensor: silenceOf(postedDevice), source: 'quality' }), undefined);
  });

  it('guards the battery, the primary one of the site', () => {
    const { guards, primaryDeviceId } = safetyRuntime.get();
    assert.deepEqual([[...guards.keys()], primaryDeviceId], [['WLCE-BESS-01'], 'WLCE-BESS-01']);
  });

  it('is degraded before flows lend it connections', () => {
    const { status, reasons } = currentHealth();
    assert.deepEqual([status, reasons], ['degraded', ['WLCE-BESS-01 is not connected']]);
  });

  it('adopts the setpoint that stands', async () => {
    const device = deviceRuntime.get().devices.get('WLCE-BESS-01')!;
    registers.set(demoRegister.setpoint, 1000);
    device.attachClient(new FakeModbusClient(registers));
    answerReads(device.exchanges, registers);
    clock.advance(1000);
    // A watchdog write and a poll of two blocks follow each other, each one step after the last.
    for (let step = 0; step < 10; step++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(safetyRuntime.get().guards.get('WLCE-BESS-01')?.standing?.kw, 100);
    assert.deepEqual(registers.read(demoRegister.setpoint, 1), [1000]);
  });

  it('sets the batteries to zero before it ends, and has all of it on record', async () => {
    await gateway.stop();
    assert.deepEqual(registers.read(demoRegister.setpoint, 1), [0]);
    assert.deepEqual(await recorded(), [
      ['gateway_started', null],
      ['configuration_changed', null],
      ['setpoint_adopted', null],
      ['command_intent', 'shutdown'],
      ['command_outcome', 'corrected'],
      ['gateway_stopped', null],
    ]);
    assert.deepEqual(logged, []);
  });

  /** The demo site whose battery needs no grid meter to be driven, one of whose machines is posted, with a limit on a server. */
  function siteWithoutGridLimit(): string {
    const file = path.join(dataFolder, 'site.yaml');
    const text = readFileSync(defaultSiteFile, 'utf8');
    const limit = 'point: cpu_usage_percent, alarms: { H: { limit: 95, priority: P3, delayS: 60 } },';
    const withoutLimit = text
      .replace(/^ +(gridMeter|gridImportKw|gridExportKw):.*\n/gm, '')
      .replace('point: cpu_usage_percent,', limit);
    writeFileSync(
      file,
      withoutLimit.replace(`- id: ${postedDevice}\n`, (line) => `${line}    source: posted\n`),
    );
    return file;
  }

  async function recorded(): Promise<unknown[]> {
    const report = (text: string): void => assert.fail(text);
    const store = await Store.open({
      folder: dataFolder,
      modules: storeModules,
      maxMb: 64,
      clock,
      report,
    });
    const log = await AuditLog.open({ store, clock, report });
    const rows = await log.query({ limit: 1000 });
    await store.close();
    return rows.map(({ kind, verdict }) => [kind, verdict]).reverse();
  }
});
