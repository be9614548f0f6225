import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { type PlantHandle, startPlant } from '../../nodes/plant/index.ts';
import { AdminApi, type DeployType, deployTypes } from '../support/admin-api.ts';
import { auditedAfter } from '../support/audit-rows.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { figuresOf, type ProcessFigures } from '../support/process-figures.ts';
import { untilReady } from '../support/until-ready.ts';
import { setpointWrites } from './support/battery-park.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Pace } from './support/pace.ts';
import { sleep, until } from './support/wait.ts';

const deploysOfEachType = scaled(100);
/** Of these, the last ones happen while nobody commands. */
const quietDeploys = Math.max(1, Math.round(deploysOfEachType / 5));
/** More often, with the heartbeat's writes, would be an intrusion. */
const dispatchEveryMs = 250;
/** A poll period of one second, the reconnection of a Modbus client, and some time for two busy cores. */
const pauseLimitMs = 5000;
const questionEveryMs = 20;
const battery = { id: 'WLCE-BESS-01', unit: 1 };
const gridMeterUnit = 2;
/** Devices that are read each second, because the guard needs them. */
const guardedUnits = [battery.unit, gridMeterUnit];
/** Others are read each five seconds. */
const slowestPollMs = 5000;

/** Each command asks for another power, so that a write tells which command it belongs to; never zero. */
const [firstStep, stepKw] = [100, 0.1];

interface Dispatched {
  readonly targetKw: number;
  /** 0 when no answer came. */
  readonly status: number;
  readonly text: string;
}

/** Commands the battery again and again, each time another power. */
class Dispatcher {
  readonly sent: Dispatched[] = [];
  readonly #port: number;
  #running = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.#port = port;
  }

  start(): void {
    this.#running = true;
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#ended;
  }

  /** A command that is lost in a deploy is answered late; the next ones do not wait for it. */
  async #run(): Promise<void> {
    const open: Promise<void>[] = [];
    while (this.#running) {
      open.push(this.#dispatch((firstStep + open.length) * stepKw));
      await sleep(dispatchEveryMs);
    }
    await Promise.all(open);
  }

  async #dispatch(exactKw: number): Promise<void> {
    const targetKw = Math.round(exactKw * 10) / 10;
    const answer = await ask({
      port: this.#port,
      method: 'POST',
      path: '/api/v1/dispatch',
      body: { target_kw: targetKw, source: 'deploy test' },
    }).catch((thrown: unknown) => ({ status: 0, text: String(thrown) }));
    this.sent.push({ targetKw, status: answer.status, text: answer.text });
  }
}

describe('deploys while the battery is commanded', () => {
  let plant: PlantHandle;
  let siteFolder: string;
  let gateway: TestGateway;
  let admin: AdminApi;
  let before_: ProcessFigures;
  let version = 0;

  before(async function () {
    this.timeout(90_000);
    plant = await startPlant({ port: 0, seed });
    siteFolder = await mkdtemp(path.join(os.tmpdir(), 'busbar-deploys-'));
    const env = { SITE: await siteWithoutCommandRate(siteFolder), RATE_LIMIT_SERVICE: '1000000/1000000' };
    gateway = await startGateway({ plant, env });
    await untilReady(gateway.port);
    admin = new AdminApi(gateway.port);
    await deployed([...(await admin.flows()), ...versionTab()], 'full');
    // The first deploys of a process load code and fill caches.
    for (const type of deployTypes) await deployAndRead(type);
    before_ = await figuresOf(gateway);
  });
  after(async () => {
    await gateway.stop();
    await plant.stop();
    await rm(siteFolder, { recursive: true });
  });

  async function deployed(flows: readonly FlowNode[], type: DeployType): Promise<void> {
    const { status, text } = await admin.deploy(flows, type);
    assert.equal(status, 204, text);
  }

  /** Deploys a small change and waits until the battery and the grid meter were read again. Returns how long that took, milliseconds. */
  async function deployAndRead(type: DeployType): Promise<number> {
    const flows = await admin.flows();
    if (type !== 'reload') version += 1;
    const startedAt = performance.now();
    await deployed(changed(flows, version), type);
    const readBefore = await readsOfUnits();
    await until(
      async () => {
        const reads = await readsOfUnits();
        return guardedUnits.every((unit) => reads[unit]! > readBefore[unit]!);
      },
      {
        what: `the battery and its meter are read again after a deploy of ${type}`,
        withinMs: 2 * pauseLimitMs,
        everyMs: 20,
      },
    );
    const pauseMs = performance.now() - startedAt;
    const { text } = await ask({ port: gateway.port, path: '/test/version' });
    assert.equal(text, String(version), 'the route of the newest flows answers');
    return pauseMs;
  }

  async function readsOfUnits(): Promise<Readonly<Record<number, number>>> {
    const { units } = await plant.snapshot();
    return Object.fromEntries(Object.entries(units).map(([unit, { reads }]) => [unit, reads]));
  }

  for (const type of deployTypes) {
    it(`${deploysOfEachType} of type ${type}: no write, no trip, no device lost`, async () => {
      const audited = await newestSeq();
      const writtenBefore = (await setpointWrites(plant, battery)).length;
      const dispatcher = new Dispatcher(gateway.port);
      const answered: number[] = [];
      const questions = new Pace(questionEveryMs, async () => void answered.push(await askedOfStore(gateway.port)));
      const pausesMs: number[] = [];
      dispatcher.start();
      questions.start();
      for (let count = quietDeploys; count < deploysOfEachType; count += 1) pausesMs.push(await deployAndRead(type));
      await Promise.all([dispatcher.stop(), questions.stop()]);
      const unanswered = answered.filter((status) => status !== 200);
      assert.deepEqual(unanswered, [], 'a question waits for the new flows and is answered');
      const commandedKw = (await setpointWrites(plant, battery)).slice(writtenBefore).map(({ kw }) => kw);
      assertOnlyCommands(commandedKw, dispatcher.sent);

      for (let count = 0; count < quietDeploys; count += 1) pausesMs.push(await deployAndRead(type));
      const writtenKw = (await setpointWrites(plant, battery)).slice(writtenBefore).map(({ kw }) => kw);
      assert.deepEqual(writtenKw, commandedKw, 'a deploy that nobody commands in writes nothing');
      assert.equal((await plant.snapshot()).units[battery.unit]!.points['power_setpoint'], commandedKw.at(-1));
      const cycles = await assertNoTripSince(audited);

      const worstMs = Math.max(...pausesMs);
      assert.ok(worstMs <= pauseLimitMs, `the battery was not read for ${worstMs} ms`);
      printFigures(
        `${deploysOfEachType} ${type}: ${dispatcher.sent.length} dispatches (${statusesOf(dispatcher.sent)}), ${answered.length} questions, ` +
          `${commandedKw.length} writes, read again after ${Math.round(median(pausesMs))} ms, at most ${Math.round(worstMs)} ms, ` +
          `${cycles} cycles seen`,
      );
    }).timeout(20_000 + deploysOfEachType * 5000);
  }

  async function newestSeq(): Promise<number> {
    return (await auditedAfter(gateway.port, 0)).at(-1)!.seq;
  }

  /** The guard neither corrected nor latched nor adopted anything, and the cycles on which it judged went on. */
  async function assertNoTripSince(seq: number): Promise<number> {
    const rows = await auditedAfter(gateway.port, seq);
    // A row of deploys without a break keeps slow devices from being read: their alarm of silence is true.
    const isExpected = (kind: string): boolean => kind === 'configuration_changed' || kind.startsWith('alarm_');
    const tripped = rows.filter(({ kind, requester }) => requester.via === 'gateway' && !isExpected(kind));
    assert.deepEqual(tripped, []);
    const cycles = rows.flatMap(({ frame }) => (frame ? [frame.cycle] : []));
    assert.deepEqual(
      cycles,
      cycles.toSorted((a, b) => a - b),
    );
    const [first = 0, last = 0] = [cycles[0], cycles.at(-1)];
    assert.ok(last > first, `the cycles stand still at ${first}`);
    return last - first;
  }

  it('leave no thread, socket, handle, route or listener behind', async () => {
    const readBefore = await readsOfUnits();
    await sleep(slowestPollMs + 1000);
    const reads = await readsOfUnits();
    const silent = Object.keys(readBefore)
      .map(Number)
      .filter((unit) => reads[unit]! <= readBefore[unit]!);
    assert.deepEqual(silent, [], 'every device is still read');

    const { status, text } = await admin.deploy((await admin.flows()).filter(isNoTestNode), 'nodes');
    assert.equal(status, 204, text);
    assert.equal((await ask({ port: gateway.port, path: '/test/version' })).status, 404);
    await deployed([...(await admin.flows()), ...versionTab()], 'full');
    await untilReady(gateway.port);
    const after_ = await until(
      async () => {
        const figures = await figuresOf(gateway);
        return figures.plantSockets === before_.plantSockets && figures;
      },
      { what: 'as many sockets to the plant as before', withinMs: 10_000, everyMs: 500 },
    );
    const { answer } = after_;
    assert.equal(answer.threads, before_.threads);
    assert.ok(answer.handles <= before_.handles + 2, `${before_.handles} handles became ${answer.handles}`);
    assert.ok(
      answer.fileDescriptors <= before_.fileDescriptors + 4,
      `${before_.fileDescriptors} descriptors, then ${answer.fileDescriptors}`,
    );
    assert.doesNotMatch(gateway.logs(), /MaxListenersExceededWarning|UnhandledPromise|\[error\]/);
    const total = deployTypes.length * deploysOfEachType;
    printFigures(`${total} deploys: ${changeOf(before_, answer)}`);
  }).timeout(30_000);
});

/** The demo site with room for more commands than a minute allows; the rule stays on. */
async function siteWithoutCommandRate(folder: string): Promise<string> {
  const site = parse(await readFile(path.join(projectRoot, 'sites', 'demo.yaml'), 'utf8')) as { safety: object };
  const file = path.join(folder, 'site.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ ...site, safety: { ...site.safety, commandsPerMinute: 1_000_000 } }));
  return file;
}

/** Status of the answer to a question that takes the way over the store; 0 when none came. */
async function askedOfStore(port: number): Promise<number> {
  const answer = await ask({ port, path: '/api/v1/audit?limit=1' }).catch(() => ({ status: 0 }));
  return answer.status;
}

/** During a deploy there may be no route (404) or no connection (503); nobody waits for the deadline of its request. */
const toleratedStatuses = [200, 404, 503];

const testTab = 'f1f1f1f1f1f1f1f1';

/** A route that answers which version of the flows runs. */
function versionTab(): FlowNode[] {
  const place = { z: testTab, x: 100, y: 100 };
  return [
    { id: testTab, type: 'tab', label: 'Version' },
    { id: 'version-in', type: 'http in', ...place, url: '/test/version', method: 'get', wires: [['version-text']] },
    {
      id: 'version-text',
      type: 'function',
      ...place,
      func: versionText(0),
      outputs: 1,
      libs: [],
      wires: [['version-out']],
    },
    { id: 'version-out', type: 'http response', ...place, wires: [] },
  ];
}

const versionText = (version: number) => `msg.payload = '${version}'; return msg;`;
const isNoTestNode = ({ id, z }: FlowNode) => id !== testTab && z !== testTab;

/** What an integrator changes: a value, and by turns the name of a node of acquisition, dispatch or the shared subflow. */
function changed(flows: readonly FlowNode[], version: number): FlowNode[] {
  const turns = ['busbar-device-write', 'busbar-safety-guard', 'busbar-device-poll', 'modbus-client', 'http in', 'tab'];
  const type = turns[version % turns.length];
  const target = flows.find((node) => node.type === type && isNoTestNode(node));
  return flows.map((node) => {
    if (node.id === 'version-text') return { ...node, func: versionText(version) };
    if (node !== target) return node;
    return node.type === 'tab'
      ? { ...node, info: `Version ${version}` }
      : { ...node, name: `${type ?? ''} ${version}` };
  });
}

/** Every executed command was written once, and nothing was written that nobody commanded. */
function assertOnlyCommands(writtenKw: readonly number[], sent: readonly Dispatched[]): void {
  assert.equal(new Set(writtenKw).size, writtenKw.length, 'no command is written twice');
  const byTarget = new Map(sent.map((dispatched) => [dispatched.targetKw, dispatched]));
  const uncommanded = writtenKw.filter((kw) => !byTarget.has(kw));
  assert.deepEqual(uncommanded, []);
  const notWritten = sent.filter(({ targetKw, status }) => status === 200 && !writtenKw.includes(targetKw));
  assert.deepEqual(notWritten, [], 'executed, but not written');
  const unexpected = sent.filter(({ status }) => !toleratedStatuses.includes(status));
  assert.deepEqual(unexpected, []);
}

function statusesOf(sent: readonly Dispatched[]): string {
  const counts = Map.groupBy(sent, ({ status }) => status);
  return [...counts].map(([status, { length }]) => `${length} x ${status === 0 ? 'no answer' : status}`).join(', ');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function changeOf(before: ProcessFigures, after: ProcessFigures): string {
  const names = Object.keys(before) as (keyof ProcessFigures)[];
  return names.map((name) => `${name} ${Math.round(before[name])} -> ${Math.round(after[name])}`).join(', ');
}
