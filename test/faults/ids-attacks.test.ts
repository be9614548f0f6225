import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import modbusSerial from 'modbus-serial';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { type PlantHandle, startPlant } from '../../nodes/plant/index.ts';
import {
  type AttackTarget,
  dumpRegisters,
  floodSetpoint,
  type ManInTheMiddle,
  scanDeviceId,
  startManInTheMiddle,
  sweepAddresses,
  writeCoils,
  writeRegisters,
} from '../support/attacks.ts';
import { freePorts } from '../support/free-port.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { untilReady } from '../support/until-ready.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { type AuditedEntry, GatewayClient } from './support/gateway-client.ts';
import { Random } from './support/random.ts';
import { sleep, until } from './support/wait.ts';

const normalFrames = scaled(20_000);
const falseAlarmShare = 0.001;
/** Each alert stands for about twelve seconds, because the features look ten seconds back: a short run draws some attacks. */
const attackCount = Math.max(3, scaled(7));
/** The plant and all polls but the battery's go so much faster, so that half an hour of a quiet site fits into a test. */
const speed = 8;
/** The battery's heartbeat goes in real time whatever the plant does. */
const realTimeProfile = 'demo-inverter.yaml';
const learningS = 10;
const quietS = 2;
const learnWithinMs = 60_000;
const findWithinMs = 10_000;
const clearWithinMs = 30_000;
const masterPeriodMs = 500;
/** An operator sets another power so often, well below the guard's sixty a minute. */
const commandPeriodMs = 3000;
const modestKw = [5, -5, 10, -10];

/** The profiles with their periods shortened. Returns the folder. */
async function fasterProfiles(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'busbar-profiles-'));
  await cp(path.join(projectRoot, 'profiles'), folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.yaml') || name === realTimeProfile) continue;
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/periodMs: (\d+)/g, (_, ms: string) => `periodMs: ${Number(ms) / speed}`),
    );
  }
  return folder;
}

/** The site's other master: reads the whole battery, over and over. */
class OtherMaster {
  readonly #peer = new modbusSerial.default();
  readonly #port: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async start(): Promise<void> {
    await this.#peer.connectTCP('127.0.0.1', { port: this.#port });
    this.#peer.setID(1);
    this.#peer.setTimeout(2000);
    // A port that is flooded answers `busy`, and the next turn reads again.
    const read = (): void => void this.#peer.readHoldingRegisters(0, 22).catch(() => undefined);
    this.#timer = setInterval(read, masterPeriodMs);
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    return new Promise((resolve) => {
      this.#peer.close(() => resolve());
    });
  }
}

describe(`intrusion detection of a running gateway (seed ${seed})`, function () {
  this.timeout(1_200_000);
  const random = new Random(seed);
  let profiles: string;
  let plant: PlantHandle;
  let middle: ManInTheMiddle;
  let gateway: TestGateway;
  let client: GatewayClient;
  let northbound: AttackTarget;
  let master: OtherMaster;

  before(async () => {
    profiles = await fasterProfiles();
    plant = await startPlant({ port: 0, seed, speed });
    middle = await startManInTheMiddle(plant.port);
    const [port] = (await freePorts(1)) as [number];
    northbound = { port, unit: 1 };
    const env = {
      PROFILES: profiles,
      NORTHBOUND_PORT: String(port),
      IDS_LEARNING_S: String(learningS),
      IDS_QUIET_S: String(quietS),
      IDS_RECORD: 'traffic.jsonl',
    };
    gateway = await startGateway({ env, plant: middle });
    client = new GatewayClient(gateway.url);
    await untilReady(gateway.port);
    master = new OtherMaster(port);
    await master.start();
    await until(allIsLearned, { what: 'the normal traffic of every device is learned', withinMs: learnWithinMs });
  });
  after(async () => {
    await master.stop();
    await gateway.stop();
    await middle.close();
    await plant.stop();
    rmSync(profiles, { recursive: true });
  });

  async function allIsLearned(): Promise<boolean> {
    const { devices } = await client.health();
    const file = path.join(gateway.dataFolder, 'ids', 'baselines.json');
    if (!existsSync(file)) return false;
    const { contexts } = JSON.parse(readFileSync(file, 'utf8')) as { contexts: object };
    // The battery has a second context: what the other master asks it.
    return Object.keys(contexts).length === devices.total + 1;
  }

  function framesRecorded(): number {
    return readFileSync(path.join(gateway.dataFolder, 'traffic.jsonl'), 'utf8').split('\n').length - 1;
  }

  const alerts = async (kind: 'ids_alert_started' | 'ids_alert_ended'): Promise<readonly AuditedEntry[]> =>
    (await client.audit(1000)).filter((entry) => entry.kind === kind);
  const alertIs = (active: boolean, withinMs: number) =>
    until(async () => (await client.status()).ai_ids.alert_active === active, {
      what: `alert_active is ${active}`,
      withinMs,
    });

  /** The alert that starts after the entry `seq`, and after how long; undefined when none does. */
  async function alertAfter(
    seq: number,
  ): Promise<{ readonly reason: string | null; readonly afterMs: number } | undefined> {
    const newer = async (): Promise<AuditedEntry | undefined> =>
      (await alerts('ids_alert_started')).find((alert) => alert.seq > seq);
    try {
      const { answer, afterMs } = await until(newer, { what: 'an alert', withinMs: findWithinMs });
      return { reason: answer.reason, afterMs };
    } catch {
      return undefined;
    }
  }

  it(`raises at most ${falseAlarmShare * 100} % false alarms in ${normalFrames} normal frames`, async () => {
    const framesBefore = framesRecorded();
    const frames = (): number => framesRecorded() - framesBefore;
    const startedAt = performance.now();
    let commands = 0;
    while (frames() < normalFrames) {
      await client.dispatch({ target_kw: modestKw[commands % modestKw.length] });
      commands += 1;
      await sleep(commandPeriodMs);
    }
    const falseAlarms = (await alerts('ids_alert_started')).map(({ reason }) => reason);
    printFigures(
      `${frames()} normal frames in ${Math.round((performance.now() - startedAt) / 1000)} s, ${commands} commands and ` +
        `another master among them: ${[`${falseAlarms.length} false alarms`, ...falseAlarms].join(', ')}`,
    );
    assert.ok(falseAlarms.length <= normalFrames * falseAlarmShare, falseAlarms.join('\n'));
  });

  it(`finds all but one of ${attackCount} attacks, names the reason, blocks all commands but zero, and clears`, async () => {
    const attacks: Readonly<Record<string, () => Promise<unknown>>> = {
      'device id scan': () => scanDeviceId(northbound),
      'coil write': () => writeCoils(northbound),
      'address sweep': () => sweepAddresses(northbound),
      '125-register dump': () => dumpRegisters(northbound),
      'FC16 write': () => writeRegisters(northbound),
      '60 ms man in the middle': () => middle.delayAnswers(60, 8000),
      'FC06 flood': () => floodSetpoint(northbound),
    };
    const figures: string[] = [];
    let found = 0;
    for (const [name, attack] of random.shuffled(Object.entries(attacks)).slice(0, attackCount)) {
      await alertIs(false, clearWithinMs);
      assert.equal((await client.dispatch({ target_kw: 10 })).status, 200, `before the ${name}`);
      const [newest] = await client.audit(1);
      const attacked = attack();
      const alert = await alertAfter(newest?.seq ?? 0);
      if (alert) {
        found += 1;
        assert.match(alert.reason ?? '', /function|writes|answers|unusual/, name);
        const refused = await client.dispatch({ target_kw: 7 });
        assert.deepEqual([refused.status, refused.body['safety_constraint']], [422, 'ids_alert'], name);
        assert.equal((await client.dispatch({ target_kw: 0 })).status, 200, `zero during the ${name}`);
      }
      await attacked;
      figures.push(`${name}: ${alert ? `${Math.round(alert.afterMs)} ms, ${alert.reason}` : 'missed'}`);
    }
    printFigures([`${found} of ${figures.length} attacks found`, ...figures].join('\n        '));
    assert.ok(found >= attackCount - 1, figures.join('\n'));
    const ended = await alerts('ids_alert_ended');
    assert.ok(ended.length >= found - 1, 'each alert but the last has ended');
  });
});
