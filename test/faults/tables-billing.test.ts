import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../nodes/kernel/index.ts';
import type { SiteModel } from '../../nodes/site/index.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { untilReady } from '../support/until-ready.ts';
import { until } from './support/wait.ts';

const device = '0c0a5e00-0000-4000-8000-0000000000b1';
const sensorId = 901;
const hourMs = 3_600_000;

/** The demo site with a meter whose readings clients post. */
function writeSite(file: string): void {
  const demo = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  const site = demo.sites[0]?.code;
  const block = 'block-01';
  const meter = { id: 'ANNEX-01', uuid: device, name: 'Annex', site, type: 'meter', source: 'posted' };
  const changed = {
    ...demo,
    devices: [...demo.devices, { ...meter, profile: 'three-phase-meter' }],
    equipment: [...demo.equipment, { id: 90, tag: 'ANNEX', block, type: 'meter', subsystem: 'electrical' }],
    sensors: [
      ...demo.sensors,
      { id: sensorId, tag: 'ANNEX-E', device: 'ANNEX-01', point: 'energy_import', equipment: 'ANNEX' },
    ],
    meters: [...demo.meters, { device: 'ANNEX-01', role: 'load', block }],
  };
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify(changed));
}

describe('rows posted for a meter of the site file', () => {
  let folder: string;
  let gateway: TestGateway;
  let key: string;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-posted-'));
    const SITE = path.join(folder, 'site.yaml');
    writeSite(SITE);
    gateway = await startGateway({ env: { SITE } });
    await untilReady(gateway.port);
    key = (await gateway.keys())['service'] ?? '';
  });
  after(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  const get = async (route: string): Promise<{ data: readonly Record<string, unknown>[] }> => {
    const { json, text, status } = await ask({ port: gateway.port, path: route, headers: { 'X-API-Key': key } });
    assert.equal(status, 200, text);
    return json as { data: readonly Record<string, unknown>[] };
  };

  it('are billed', async function () {
    this.timeout(30_000);
    const start = Math.floor(Date.now() / hourMs) * hourMs - 3 * hourMs;
    const end = start + hourMs;
    const [from, to] = [start, end].map((ms) => new Date(ms).toISOString());
    const readings = [0, 20, 40, 60].map((minute) => ({
      device_id: device,
      time: new Date(start + minute * 60_000).toISOString(),
      power_total_active: 30,
      energy_imported_active: 1000 + minute / 2,
    }));
    const posted = await ask({
      port: gateway.port,
      method: 'POST',
      path: '/rest/v1/mg_meter_readings',
      headers: { apikey: key },
      body: readings,
    });
    assert.equal(posted.status, 201, posted.text);

    const route = `/api/v1/billing/kwh?block_slug=block-01&start=${from}&end=${to}`;
    const billedKwh = async (): Promise<number> => {
      const { data } = await get(route);
      const own = data.filter((row) => row['sensor_id'] === sensorId);
      return own.reduce((sum, row) => sum + Number(row['value']), 0);
    };
    await until(async () => (await billedKwh()) > 0, { what: 'the posted rows are billed', withinMs: 20_000 });
    // The rise to the reading at the end belongs to the next hour.
    assert.equal(await billedKwh(), 20);
  });
});
