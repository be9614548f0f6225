import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import jsmodbus from 'jsmodbus';
import modbusSerial from 'modbus-serial';
import type { NorthboundPort } from '../../nodes/devices/northbound/northbound-port.ts';
import { frameBytes } from '../../nodes/devices/northbound/tcp-frame.ts';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { AdminApi } from '../support/admin-api.ts';
import {
  dumpRegisters,
  floodSetpoint,
  scanDeviceId,
  startManInTheMiddle,
  sweepAddresses,
  writeCoils,
  writeRegisters,
} from '../support/attacks.ts';
import { freePorts } from '../support/free-port.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { skipWithout } from '../support/skip.ts';
import { untilReady } from '../support/until-ready.ts';
import { BatteryDevice, demoRegister } from '../unit/devices/battery-device.fixture.ts';
import { openPort } from '../unit/devices/northbound/open-port.fixture.ts';
import { RawClient } from '../unit/plant/raw-client.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { type AuditedEntry, GatewayClient } from './support/gateway-client.ts';
import { Random } from './support/random.ts';
import { until } from './support/wait.ts';

const randomFrames = scaled(100_000);
const framesAtOnce = 40;
const socRegister = demoRegister.soc;
const setpointRegister = demoRegister.setpoint;
const runFile = promisify(execFile);

describe('northbound Modbus port under random frames', function () {
  this.timeout(300_000);
  let battery: BatteryDevice;
  let port: NorthboundPort;

  before(async () => {
    battery = new BatteryDevice();
    await battery.connect();
    port = await openPort(battery);
  });
  after(() => port.close());

  it('answers what is framed, hangs up on what is not, and writes nothing but judged setpoints', async () => {
    const random = new Random(seed);
    let answered = 0;
    let hungUp = 0;
    const startedAt = performance.now();
    for (let sent = 0; sent < randomFrames; sent += framesAtOnce) {
      const batch = Array.from({ length: framesAtOnce }, () => randomFrame(random));
      const framed = batch.findIndex(({ isFramed }) => !isFramed);
      const expected = framed < 0 ? batch.length : framed;
      const master = await RawClient.connect(port.port);
      master.send(Buffer.concat(batch.map(({ bytes }) => bytes)));
      await master.until(() => framed < 0 && answersIn(master.received) === expected, 5000);
      const answers = answersIn(master.received);
      assert.equal(answers, expected, `answers to a batch, seed ${seed}`);
      answered += answers;
      if (framed >= 0) {
        await master.until(() => false, 5000);
        assert.ok(master.closed, `bytes that are no Modbus end the connection, seed ${seed}`);
        hungUp += 1;
      }
      master.close();
    }
    const perSecond = Math.round(answered / ((performance.now() - startedAt) / 1000));

    const master = await RawClient.connect(port.port);
    assert.equal(await master.ask(1, '0300010001'), '030201f4');
    master.close();
    const writes = battery.client.requests.filter((request) => request.startsWith('write'));
    const intents = battery.audited.filter(({ kind }) => kind === 'command_intent');
    assert.ok(writes.length <= intents.length);
    for (const write of writes) assert.match(write, new RegExp(`^write ${setpointRegister} \\d+$`));
    assert.deepEqual(battery.logged, []);
    printFigures(
      `${randomFrames} random frames: ${answered} answered (${perSecond}/s), ${hungUp} connections ended, ` +
        `${intents.length} commands judged, ${writes.length} written; seed ${seed}`,
    );
  });
});

interface SentFrame {
  readonly bytes: Buffer;
  readonly isFramed: boolean;
}

/** Mostly whole frames with random contents; one in a hundred breaks the framing itself. */
function randomFrame(random: Random): SentFrame {
  const unit = random.chance(0.9) ? 1 : randomByte(random);
  const bytes = frameBytes({ transaction: Math.floor(random.between(0, 0x10000)), unit, pdu: randomPdu(random) });
  if (!random.chance(0.01)) return { bytes, isFramed: true };
  // Another protocol, or a length that no frame has.
  if (random.chance(0.5)) bytes.writeUInt16BE(1 + randomByte(random), 2);
  else bytes.writeUInt16BE(random.pick([0, 1, 255, 0xffff]), 4);
  return { bytes, isFramed: false };
}

function randomPdu(random: Random): Buffer {
  const length = random.chance(0.5) ? 5 : 1 + Math.floor(random.between(0, 253));
  const pdu = Buffer.from(Array.from({ length }, () => randomByte(random)));
  if (random.chance(0.8)) pdu[0] = random.pick([1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43]);
  // Addresses near those of the device, so that the deeper code is reached.
  if (length >= 5 && random.chance(0.6)) pdu.writeUInt16BE(random.pick([0, 1, 16, 18, 99, 100, 101]), 1);
  if (length >= 5 && random.chance(0.4)) pdu.writeUInt16BE(1 + Math.floor(random.between(0, 20)), 3);
  return pdu;
}

function randomByte(random: Random): number {
  return Math.floor(random.between(0, 256));
}

function answersIn(received: Buffer): number {
  let count = 0;
  for (let at = 0; at + 6 <= received.length; count++) {
    at += 6 + received.readUInt16BE(at + 4);
    if (at > received.length) break;
  }
  return count;
}

/** These masters write as the intrusion detection calls an attack; here the port is the question, not the alert. */
function siteThatOnlyAlarms(): string {
  const text = readFileSync(path.join(projectRoot, 'sites', 'demo.yaml'), 'utf8');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'busbar-northbound-')), 'site.yaml');
  writeFileSync(file, text.replace('idsAlert: block', 'idsAlert: alarm-only'));
  return file;
}

describe('northbound Modbus port of a running gateway', function () {
  this.timeout(60_000);
  let gateway: TestGateway;
  let admin: AdminApi;
  let client: GatewayClient;
  let portNumber: number;

  before(async () => {
    gateway = await startGateway({ env: { SITE: siteThatOnlyAlarms() } });
    await untilReady(gateway.port);
    admin = new AdminApi(gateway.port);
    client = new GatewayClient(gateway.url);
    [portNumber] = (await freePorts(1)) as [number];
    await deploy([...(await admin.flows()), ...portTab(portNumber)]);
    await until(() => isOpen(portNumber), { what: 'the port is open', withinMs: 5000 });
  });
  after(() => gateway.stop());

  async function deploy(flows: readonly FlowNode[], type: 'full' | 'nodes' = 'nodes'): Promise<void> {
    const { status, text } = await admin.deploy(flows, type);
    assert.equal(status, 204, text);
  }

  const newest = async (kind: string): Promise<AuditedEntry | undefined> =>
    (await client.audit(20)).find((entry) => entry.kind === kind);
  const untilHeld = (word: number, read: () => Promise<number>) =>
    until(async () => (await read()) === word, { what: `the setpoint register shows ${word}`, withinMs: 5000 });

  it('jsmodbus reads the state of charge, commands the battery and is refused', async () => {
    const socket = net.connect(portNumber, '127.0.0.1');
    const peer = new jsmodbus.client.TCP(socket, 1, 5000);
    await once(socket, 'connect');
    const read = async (register: number): Promise<number> => {
      const { response } = await peer.readHoldingRegisters(register, 1);
      return (response.body as { valuesAsArray: ArrayLike<number> }).valuesAsArray[0]!;
    };
    const { bess } = await client.status();
    assert.ok(Math.abs((await read(socRegister)) / 10 - bess.soc_pct!) <= 0.1);

    await peer.writeSingleRegister(setpointRegister, 250);
    await untilHeld(250, () => read(setpointRegister));
    assert.equal((await newest('command_outcome'))?.target_kw, 25);
    await peer.writeMultipleRegisters(setpointRegister, [0x10000 - 250]);
    await untilHeld(0x10000 - 250, () => read(setpointRegister));

    await assert.rejects(peer.writeSingleRegister(setpointRegister, 30_000), (thrown: JsmodbusError) => {
      assert.equal(thrown.response?.body.code, 4);
      return true;
    });
    const refused = await newest('command_rejected');
    assert.deepEqual([refused?.target_kw, refused?.verdict], [3000, 'power_limit']);
    assert.equal(await read(setpointRegister), 0x10000 - 250);
    socket.destroy();
  });

  it('modbus-serial does the same, and a deploy does not end its connection', async () => {
    const peer = new modbusSerial.default();
    await peer.connectTCP('127.0.0.1', { port: portNumber });
    peer.setID(1);
    peer.setTimeout(5000);
    const read = async (register: number): Promise<number> => (await peer.readHoldingRegisters(register, 1)).data[0]!;
    assert.equal((await peer.readHoldingRegisters(0, 22)).data.length, 22);
    await peer.writeRegister(setpointRegister, 100);
    await untilHeld(100, () => read(setpointRegister));
    await peer.writeRegisters(setpointRegister, [200]);
    await untilHeld(200, () => read(setpointRegister));
    await assert.rejects(peer.writeRegister(setpointRegister, 30_000), { modbusCode: 4 });

    await deploy(await admin.flows(), 'full');
    // The gateway's own connections to its devices do end in a deploy.
    await untilReady(gateway.port);
    await read(socRegister);
    await peer.writeRegister(setpointRegister, 0);
    await new Promise<void>((resolve) => {
      peer.close(resolve);
    });
  });

  const withMbpoll = skipWithout(['mbpoll', '-h'], 'mbpoll');
  withMbpoll('mbpoll does the same', async () => {
    const mbpoll = async (register: number, ...values: readonly number[]): Promise<string> => {
      const target = ['-0', '-1', '-m', 'tcp', '-a', '1', '-p', String(portNumber), '-t', '4', '-o', '5'];
      const written = values.map(String);
      const { stdout } = await runFile('mbpoll', [...target, '-r', String(register), '127.0.0.1', ...written]);
      return stdout;
    };
    const read = async (register: number): Promise<number> =>
      Number(/^\[\d+\]:\s+(\d+)/m.exec(await mbpoll(register))?.[1]);
    const { bess } = await client.status();
    assert.ok(Math.abs((await read(socRegister)) / 10 - bess.soc_pct!) <= 0.2);
    await mbpoll(setpointRegister, 150);
    await untilHeld(150, () => read(setpointRegister));
    // It reports an exception on its output and ends with an error code.
    await assert.rejects(mbpoll(setpointRegister, 30_000), /Slave device or server failure/);
    await mbpoll(setpointRegister, 0);
  });

  it('outlives every attack script, and the battery stays inside its envelope', async () => {
    const target = { port: portNumber, unit: 1 };
    const attacks = [scanDeviceId, writeCoils, sweepAddresses, dumpRegisters, writeRegisters, floodSetpoint];
    const figures: string[] = [];
    for (const attack of attacks) {
      const startedAt = performance.now();
      const { sent, answered } = await attack(target);
      assert.equal(answered, sent, attack.name);
      figures.push(`${attack.name} ${sent} in ${Math.round(performance.now() - startedAt)} ms`);
    }
    const { status } = await client.health();
    assert.equal(status, 'healthy');
    assert.ok(Math.abs((await client.status()).bess.power_kw!) <= 250);
    printFigures(figures.join(', '));
  });

  it('can be delayed by a man in the middle, who is seen in the answer times and leaves no trace afterwards', async () => {
    const middle = await startManInTheMiddle(portNumber);
    const peer = new modbusSerial.default();
    await peer.connectTCP('127.0.0.1', { port: middle.port });
    peer.setID(1);
    const answerMs = async (): Promise<number> => {
      const askedAt = performance.now();
      await peer.readHoldingRegisters(socRegister, 1);
      return performance.now() - askedAt;
    };
    const direct = await answerMs();
    const delay = middle.delayAnswers(60, 500);
    const delayed = await answerMs();
    await delay;
    assert.ok(delayed >= 59 && delayed - direct < 500, `${direct} ms, then ${delayed} ms`);
    assert.ok((await answerMs()) < 59);
    await new Promise<void>((resolve) => {
      peer.close(resolve);
    });
    await middle.close();
  });
});

/** What jsmodbus rejects with when the answer is an exception. */
interface JsmodbusError {
  readonly response?: { readonly body: { readonly code: number } };
}

function portTab(port: number): FlowNode[] {
  const tab = '0a10000000000001';
  const settings = { enabled: true, device: 'WLCE-BESS-01', host: '127.0.0.1', port, unit: 0, allow: '127.0.0.1' };
  return [
    { id: tab, type: 'tab', label: 'Northbound', disabled: false, env: [], info: 'The port under test.' },
    {
      id: '0a10000000000002',
      type: 'busbar-modbus-port',
      z: tab,
      name: '',
      version: 1,
      x: 200,
      y: 100,
      wires: [[]],
      ...settings,
    },
  ];
}

async function isOpen(port: number): Promise<boolean> {
  try {
    (await RawClient.connect(port)).close();
    return true;
  } catch {
    return false;
  }
}
