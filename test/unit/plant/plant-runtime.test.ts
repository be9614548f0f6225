import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import jsmodbus from 'jsmodbus';
import modbusSerial from 'modbus-serial';
import { systemClock } from '../../../nodes/kernel/index.ts';
import type { Fault, PlantHandle, PlantOptions } from '../../../nodes/plant/index.ts';
import { openPlant, runAhead } from '../../../nodes/plant/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RawClient } from './raw-client.fixture.ts';

const startEpochMs = Date.parse('2026-02-18T10:00:00Z');
const readSoc = '0300010001';
const readHeartbeats = '0300110001';
const readSetpoint = '0300640001';
const command100Kw = '06006403e8';

describe('plant-runtime', () => {
  let plant: PlantHandle;
  let client: RawClient;

  async function open(options: Partial<PlantOptions> = {}, clock = systemClock): Promise<void> {
    plant = await openPlant({ port: 0, seed: 42, startEpochMs, stepping: 'manual', ...options }, clock);
    client = await RawClient.connect(plant.port);
  }
  afterEach(async () => {
    client.close();
    await plant.stop();
  });

  const point = async (unit: number, name: string): Promise<number | null | undefined> =>
    (await plant.snapshot()).units[unit]?.points[name];

  it('charges when it is told to, reads back and journals the write', async () => {
    await open();
    const before = (await point(1, 'soc'))!;
    assert.equal(await client.ask(1, command100Kw), command100Kw);
    assert.equal(await client.ask(1, readSetpoint), '030203e8');
    await plant.advance(2000);
    assert.equal(await client.ask(1, '0300030001'), '030203e8');
    await plant.advance(7000);
    assert.ok((await point(1, 'soc'))! > before);
    const { at, ...write } = (await plant.journal())[0]!;
    assert.deepEqual(write, { unit: 1, address: 100, value: 1000 });
    assert.ok(Math.abs(at - Date.now()) < 5000);
    const { reads, writes } = (await plant.snapshot()).units[1]!;
    assert.deepEqual([reads, writes], [2, 1]);
  });

  it('drops the setpoint when the gateway falls silent for 10 s, and not while it beats', async () => {
    await open();
    await client.ask(1, command100Kw);
    for (let beat = 1; beat <= 5; beat += 1) {
      await client.ask(1, `060065000${beat}`);
      await plant.advance(9000);
    }
    assert.equal(await point(1, 'power_setpoint'), 100);
    await plant.advance(1100);
    assert.equal(await point(1, 'power_setpoint'), 0);
    assert.equal(await client.ask(1, readSetpoint), '03020000');
  });

  it('does not journal what it refuses', async () => {
    await open();
    assert.equal(await client.ask(1, '0600010001'), '8602');
    assert.equal(await client.ask(1, '0600648000'), '8603');
    assert.equal(await client.ask(99, readSoc), '830b');
    assert.deepEqual(await plant.journal(), []);
  });

  it('is understood by jsmodbus', async () => {
    await open();
    const socket = connect(plant.port, '127.0.0.1');
    const peer = new jsmodbus.client.TCP(socket, 21, 500);
    await once(socket, 'connect');
    const { response } = await peer.readInputRegisters(0, 3);
    const body = response.body as { valuesAsArray: ArrayLike<number> };
    const { supply_temp: supply, flow } = (await plant.snapshot()).units[21]!.points;
    assert.deepEqual(
      [body.valuesAsArray[0], body.valuesAsArray[2]],
      [Math.round(supply! * 10), Math.round(flow! * 10)],
    );
    socket.destroy();
  });

  it('is understood by modbus-serial, for reads and for both ways of writing', async () => {
    await open();
    const peer = new modbusSerial.default();
    await peer.connectTCP('127.0.0.1', { port: plant.port });
    peer.setID(1);
    assert.equal((await peer.readHoldingRegisters(0, 22)).data.length, 22);
    await peer.writeRegister(100, 0x10000 - 500);
    assert.equal(await point(1, 'power_setpoint'), -50);
    await peer.writeRegisters(100, [300, 4]);
    assert.deepEqual([await point(1, 'power_setpoint'), await point(1, 'gateway_heartbeat')], [30, 4]);
    await new Promise<void>((resolve) => {
      peer.close(resolve);
    });
  });

  it('serves extra inverters of 60 contiguous registers', async () => {
    await open({ extraInverters: 20 });
    for (const unit of [31, 50]) {
      assert.equal((await client.ask(unit, '030000003c')).length, 2 * (2 + 120));
    }
    assert.equal(await client.ask(51, readSoc), '830b');
  });

  it('goes on from a plant that was run ahead', async () => {
    const span = { from: startEpochMs, to: startEpochMs + 3_600_000, stepMs: 60_000 };
    const ahead = runAhead({ seed: 42, ...span, onSample: () => undefined });
    await open({ plant: ahead });
    assert.equal((await plant.snapshot()).epochMs, span.to);
    const importedKwh = (await point(2, 'energy_import'))!;
    assert.equal(importedKwh, ahead.grid.importedKwh);
    await plant.advance(1000);
    assert.ok((await point(2, 'energy_import'))! > importedKwh);
  });

  describe('kept in a file', () => {
    let dir: string;
    beforeEach(() => {
      dir = mkdtempSync(path.join(os.tmpdir(), 'plant-'));
    });
    afterEach(() => rmSync(dir, { recursive: true }));

    it('counts on over a restart, and knows where its history ends', async () => {
      const file = path.join(dir, 'demo-plant.json');
      await open({ file });
      const opening = await plant.opening();
      assert.equal(opening?.epochMs, startEpochMs);
      await plant.setPhysics({ socPct: 51 });
      await plant.advance(60_000);
      const importedKwh = (await point(2, 'energy_import'))!;
      assert.ok(importedKwh > opening.grid.importedKwh);
      client.close();
      await plant.stop();
      await open({ file, startEpochMs: startEpochMs + 70_000 });
      assert.ok((await point(2, 'energy_import'))! > importedKwh);
      assert.equal(await point(1, 'soc'), 51);
      assert.equal((await plant.opening())?.epochMs, startEpochMs);
    });

    it('is saved as it moves, so that a killed process loses seconds', async () => {
      const clock = new ManualClock(startEpochMs);
      const file = path.join(dir, 'demo-plant.json');
      await open({ file, stepping: 'real-time' }, clock);
      clock.advance(61_000);
      const kept = JSON.parse(readFileSync(file, 'utf8')) as { plant: { epochMs: number } };
      assert.ok(kept.plant.epochMs >= startEpochMs + 55_000);
    });

    it('runs where it cannot be kept, and then has no history', async () => {
      writeFileSync(path.join(dir, 'taken'), '');
      await open({ file: path.join(dir, 'taken', 'demo-plant.json') });
      assert.equal(await plant.opening(), null);
      assert.ok((await point(2, 'power'))! > 0);
    });
  });

  it('has no history without a file', async () => {
    await open();
    assert.equal(await plant.opening(), null);
  });

  it('moves with the clock, at its speed, while device clocks keep real time', async () => {
    const clock = new ManualClock(startEpochMs);
    await open({ stepping: 'real-time', speed: 60 }, clock);
    clock.advance(10_000);
    assert.equal((await plant.snapshot()).epochMs, startEpochMs + 600_000);
    assert.equal(await point(1, 'device_heartbeat'), 10);
    assert.equal(await client.ask(1, readHeartbeats), '0302000a');
  });

  it('shows physics that a test sets, at once', async () => {
    await open();
    await plant.setPhysics({ estop: true, cellTempMaxC: 58, gridFrequencyHz: 49.2, gridVoltageV: 440 });
    assert.equal(await client.ask(1, '0300100001'), '03020001');
    assert.equal(await client.ask(1, '0300000001'), '03020014');
    assert.equal(await client.ask(1, command100Kw), '8604');
    assert.equal(await client.ask(1, '0300080001'), '03020244');
    assert.equal(await client.ask(1, '03000c0002'), '030413381130');
  });

  describe('faults', () => {
    const fault = (set: Fault | null, unit: number | 'all' = 1): Promise<void> => plant.setFault(unit, set);

    for (const [kind, expected] of [
      ['drop', 'closed'],
      ['refuse', 'closed'],
      ['silent', 'silent'],
      ['half-answer', 'silent'],
      ['garbage-bytes', 'silent'],
    ] as const) {
      it(`${kind}: the client is left ${expected}, other units are served, and it ends`, async () => {
        await open();
        const other = await RawClient.connect(plant.port);
        await fault({ kind });
        const answer = await client.ask(1, readSoc, 40);
        if (kind !== 'garbage-bytes') assert.equal(answer, expected);
        else assert.notEqual(client.received.readUInt32BE(0), 0x00010000);
        assert.match(await other.ask(2, '0400340002'), /^0404/);
        await fault(null);
        assert.match(await other.ask(1, readSoc), /^0302/);
        other.close();
      });
    }

    it('refuse on all: connections are refused until it ends', async () => {
      await open();
      await fault({ kind: 'refuse' }, 'all');
      await assert.rejects(RawClient.connect(plant.port), { code: 'ECONNREFUSED' });
      await fault(null, 'all');
      client = await RawClient.connect(plant.port);
      assert.match(await client.ask(1, readSoc), /^0302/);
    });

    it('refuse: closes the connections that the unit was asked on', async () => {
      await open();
      await client.ask(1, readSoc);
      const other = await RawClient.connect(plant.port);
      await other.ask(2, '0400340002');
      await fault({ kind: 'refuse' });
      await client.until(() => false, 200);
      assert.deepEqual([client.closed, other.closed], [true, false]);
      other.close();
    });

    it('delay: the answer comes that much later', async () => {
      await open();
      await fault({ kind: 'delay', ms: 60 });
      const sentMs = performance.now();
      assert.match(await client.ask(1, readSoc, 500), /^0302/);
      assert.ok(performance.now() - sentMs >= 55);
    });

    it('exception: that code, for reads and writes, and nothing is written', async () => {
      await open();
      await fault({ kind: 'exception', code: 6 });
      assert.equal(await client.ask(1, readSoc), '8306');
      assert.equal(await client.ask(1, command100Kw), '8606');
      assert.equal(await point(1, 'power_setpoint'), 0);
    });

    it('freeze: values stand still, the heartbeat too, while physics goes on', async () => {
      await open();
      await fault({ kind: 'freeze' });
      const frozen = await client.ask(1, '0300000016');
      await client.ask(1, command100Kw);
      await plant.advance(5000);
      assert.equal(await client.ask(1, '0300000016'), frozen);
      assert.equal(await point(1, 'active_power'), 100);
      await fault(null);
      assert.equal(await client.ask(1, readHeartbeats), '03020005');
    });

    it('garbage: well-formed answers with values that jump', async () => {
      await open();
      await fault({ kind: 'garbage' });
      const [one, two] = [await client.ask(1, '0300000016'), await client.ask(1, '0300000016')];
      assert.match(one, /^032c/);
      assert.notEqual(one, two);
    });

    it('not-implemented: each type says so', async () => {
      await open();
      await fault({ kind: 'not-implemented' }, 'all');
      assert.equal(await client.ask(1, '0300010003'), '0306ffffffff8000');
      assert.equal(await client.ask(2, '0400340002'), '04047fc00000');
      assert.equal(await client.ask(11, '0300000002'), '030400008000');
    });

    it('ignore-writes: echoed, journaled, not applied', async () => {
      await open();
      await fault({ kind: 'ignore-writes' });
      assert.equal(await client.ask(1, command100Kw), command100Kw);
      assert.equal(await client.ask(1, readSetpoint), '03020000');
      assert.equal((await plant.journal()).length, 1);
    });

    it('clamp-writes: reads back as written, power follows half', async () => {
      await open();
      await fault({ kind: 'clamp-writes' });
      await client.ask(1, command100Kw);
      await plant.advance(2000);
      assert.equal(await client.ask(1, readSetpoint), '030203e8');
      assert.equal(await point(1, 'active_power'), 50);
    });

    it('half-answer: the write took effect all the same', async () => {
      await open();
      await fault({ kind: 'half-answer' });
      assert.equal(await client.ask(1, command100Kw, 30), 'silent');
      assert.equal(client.received.length, 6);
      assert.equal(await point(1, 'power_setpoint'), 100);
    });

    for (const [kind, difference] of [
      ['wrong-unit', [0, 1]],
      ['wrong-transaction', [1, 0]],
    ] as const) {
      it(`${kind}: the header names another one`, async () => {
        await open();
        await fault({ kind });
        const transaction = client.request(1, readSoc);
        await client.until(() => client.received.length >= 11);
        assert.deepEqual(
          [client.received.readUInt16BE(0) - transaction, client.received.readUInt8(6) - 1],
          [...difference],
        );
      });
    }

    it('double-answer: the same frame twice', async () => {
      await open();
      await fault({ kind: 'double-answer' });
      client.request(1, readSoc);
      await client.until(() => client.received.length >= 22);
      assert.deepEqual(client.received.subarray(0, 11), client.received.subarray(11));
    });

    it('byte-drip: the whole answer, slowly', async () => {
      await open();
      await fault({ kind: 'byte-drip' });
      const sentMs = performance.now();
      assert.match(await client.ask(1, readSoc, 1000), /^0302....$/);
      assert.ok(performance.now() - sentMs >= 45);
    });

    it('restart: unreachable for 2 s, setpoint 0 and heartbeat from 0 afterwards', async () => {
      const clock = new ManualClock(startEpochMs);
      await open({}, clock);
      await client.ask(1, command100Kw);
      await plant.advance(3000);
      await fault({ kind: 'restart' });
      await client.until(() => false, 200);
      assert.ok(client.closed);
      clock.advance(1900);
      client = await RawClient.connect(plant.port);
      assert.equal(await client.ask(1, readSoc), 'closed');
      clock.advance(100);
      client = await RawClient.connect(plant.port);
      assert.equal(await client.ask(1, readSetpoint), '03020000');
      assert.equal(await client.ask(1, readHeartbeats), '03020000');
      assert.equal((await plant.snapshot()).units[1]!.fault, null);
    });

    it('restart on all: the port is refused for 2 s', async () => {
      const clock = new ManualClock(startEpochMs);
      await open({}, clock);
      await fault({ kind: 'restart' }, 'all');
      await assert.rejects(RawClient.connect(plant.port), { code: 'ECONNREFUSED' });
      clock.advance(2000);
      await new Promise(setImmediate);
      client = await RawClient.connect(plant.port);
      assert.match(await client.ask(1, readSoc), /^0302/);
    });

    it('names the unit that the plant does not have', async () => {
      await open();
      await assert.rejects(fault({ kind: 'drop' }, 77), {
        code: 'bad_plant_request',
        message: /payload\.unit .* found 77/,
      });
      await assert.rejects(plant.setPhysics({ unit: 2, socPct: 5 }), { code: 'bad_plant_request' });
    });
  });
});
