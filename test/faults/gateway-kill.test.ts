import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type AuditedRow, integrityOf, readAuditFile, verifyAudit } from './support/audit-file.ts';
import {
  type BatteryPark,
  setpointWrites,
  type SetpointWrite,
  startBatteryPark,
  truthOf,
} from './support/battery-park.ts';
import type { Battery } from './support/battery-site.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import type { GatewayClient } from './support/gateway-client.ts';
import { Pace } from './support/pace.ts';
import { Random } from './support/random.ts';
import { sleep, until } from './support/wait.ts';

const commandEveryMs = 50;
const zeroWithinMs = 2000;

interface Acknowledged {
  readonly source: string;
  readonly status: number;
}

/** Commands at 20/s, each under a name and with a power of its own, whether or not the last one was answered. */
class Commander {
  /** Commands that were answered: executed or refused, what the gateway said is in its log for good. */
  readonly acknowledged: Acknowledged[] = [];
  readonly #client: GatewayClient;
  readonly #pace = new Pace(commandEveryMs, () => this.#command());
  #sent = 0;

  constructor(client: GatewayClient) {
    this.#client = client;
  }

  get sent(): number {
    return this.#sent;
  }

  start(): void {
    this.#pace.start();
  }

  stop(): Promise<void> {
    return this.#pace.stop();
  }

  async #command(): Promise<void> {
    const number = ++this.#sent;
    const source = `command ${number}`;
    const answer = await this.#client.dispatch({ target_kw: powerOf(number), source }).catch(() => undefined);
    if (answer?.status === 200 || answer?.status === 422) {
      this.acknowledged.push({ source, status: answer.status });
    }
  }
}

/** 10.1, -10.2, 10.3 …: no two of the first 2000 commands are alike, and none is near the rated 250 kW. */
function powerOf(number: number): number {
  return ((number % 2 === 0 ? -1 : 1) * (100 + (number % 2000))) / 10;
}

/** Acknowledged commands of which the log does not have both the intent and the end. */
function lostOf(acknowledged: readonly Acknowledged[], rows: readonly AuditedRow[]): Acknowledged[] {
  const found = new Set(rows.map(({ source, kind }) => `${source}: ${kind}`));
  return acknowledged.filter(({ source, status }) => {
    const end = status === 200 ? 'command_outcome' : 'command_rejected';
    return !found.has(`${source}: command_intent`) || !found.has(`${source}: ${end}`);
  });
}

/** Powers that a device was given without a durable intent. */
function unannounced(writes: readonly SetpointWrite[], rows: readonly AuditedRow[]): number[] {
  const announced = new Set(rows.filter(({ kind }) => kind === 'command_intent').map(({ targetKw }) => targetKw));
  return writes.map(({ kw }) => kw).filter((kw) => !announced.has(kw));
}

/** Writes that go further from zero than what stood, or to its other side. */
function raises(writes: readonly SetpointWrite[], standingKw: number): number[] {
  return writes.map(({ kw }) => kw).filter((kw) => Math.abs(kw) > Math.abs(standingKw) || kw * standingKw < 0);
}

describe('end of the gateway during dispatch', () => {
  const random = new Random(seed);
  let park: BatteryPark;
  let battery: Battery;
  let commander: Commander;

  before(async function () {
    this.timeout(60_000);
    park = await startBatteryPark({ batteries: 1, plant: { seed } });
    battery = park.batteries[0]!;
    commander = new Commander(park.client);
    await park.untilReady();
  });
  after(() => park.close());

  const writesSince = async (count: number) => (await setpointWrites(park.plant, battery)).slice(count);
  const standingKw = async () => (await truthOf(park.plant, battery))['power_setpoint']!;

  const kills = scaled(100);
  it(`${kills} × kill -9: no acknowledged row lost, standing setpoint adopted, never raised (seed ${seed})`, async function () {
    this.timeout(kills * 30_000);
    let standing = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      commander.start();
      await sleep(random.between(100, 1000));
      await park.gateway.kill('SIGKILL');
      await commander.stop();

      const standsKw = await standingKw();
      if (standsKw !== 0) standing += 1;
      const writes = await setpointWrites(park.plant, battery);
      const rows = await checkLog(writes, `after kill ${kill}`);

      await park.gateway.restart();
      const adoptedKw = await adoptedSince(rows.at(-1)!.seq);
      // Without a gateway the device's own watchdog may have been faster.
      const stillStandsKw = await standingKw();
      assert.equal(adoptedKw, stillStandsKw === 0 ? 0 : standsKw, `adopted after kill ${kill}`);
      assert.deepEqual(raises(await writesSince(writes.length), standsKw), [], `raised after kill ${kill}`);
    }
    assert.equal(integrityOf(park.gateway.dataFolder), 'ok');
    const { sent, acknowledged } = commander;
    printFigures(
      `${kills} kills, ${sent} commands, ${acknowledged.length} acknowledged, 0 lost, 0 written without intent, ` +
        `${kills} setpoints adopted (${standing} not zero), 0 raised`,
    );
  });

  const stops = Math.max(2, scaled(20));
  it(`${stops} × SIGTERM or SIGINT: zero on the device and nothing after it`, async function () {
    this.timeout(stops * 30_000);
    const zeroAfterMs: number[] = [];
    for (let stop = 1; stop <= stops; stop += 1) {
      if (stop > 1) await park.gateway.restart();
      await park.untilReady();
      commander.start();
      await until(async () => (await standingKw()) !== 0, { what: 'a command that stands', withinMs: 10_000 });
      await sleep(random.between(100, 600));
      const signalledAt = Date.now();
      await park.gateway.kill(stop % 2 === 0 ? 'SIGINT' : 'SIGTERM');
      await commander.stop();

      const when = `after stop ${stop}`;
      const writes = await setpointWrites(park.plant, battery);
      const zero = writes.findLast(({ kw }) => kw === 0);
      assert.ok(zero && zero.at >= signalledAt, `no zero was written ${when}`);
      const after = writes.slice(writes.indexOf(zero) + 1);
      assert.deepEqual(after, [], `written after the zero, ${when}`);
      assert.equal(await standingKw(), 0, `stands ${when}`);
      zeroAfterMs.push(zero.at - signalledAt);
      const rows = await checkLog(writes, when);
      assert.equal(rows.at(-1)?.kind, 'gateway_stopped', `last row ${when}`);
    }
    const slowestMs = Math.max(...zeroAfterMs);
    assert.ok(slowestMs <= zeroWithinMs, `zero came after ${slowestMs} ms`);
    printFigures(
      `${stops} orderly stops during dispatch, zero after ${slowestMs} ms at most and the last that was written`,
    );
  });

  it('would see a row that is lost', async function () {
    this.timeout(30_000);
    await park.gateway.kill('SIGTERM');
    const copy = await mkdtemp(path.join(os.tmpdir(), 'busbar-gateway-kill-'));
    await cp(park.gateway.dataFolder, copy, { recursive: true });
    const victim = commander.acknowledged.find(({ status }) => status === 200)!;
    const database = new DatabaseSync(path.join(copy, 'store.db'));
    database.exec('drop trigger audit_log_keeps_rows');
    database.prepare("delete from audit_log where source = ? and kind = 'command_outcome'").run(victim.source);
    database.close();
    assert.deepEqual(lostOf(commander.acknowledged, readAuditFile(copy)), [victim]);
    assert.equal((await verifyAudit(copy)).code, 1);
    await rm(copy, { recursive: true });
  });

  /** The rows of the stopped gateway's log, once everything that was promised is found in it. */
  async function checkLog(writes: readonly SetpointWrite[], when: string): Promise<readonly AuditedRow[]> {
    const { code, output } = await verifyAudit(park.gateway.dataFolder);
    assert.equal(code, 0, `${when}: ${output}`);
    const rows = readAuditFile(park.gateway.dataFolder);
    assert.deepEqual(lostOf(commander.acknowledged, rows), [], `lost ${when}`);
    assert.deepEqual(unannounced(writes, rows), [], `written without an intent ${when}`);
    return rows;
  }

  /** The setpoint that the gateway adopted after this row. */
  async function adoptedSince(seq: number): Promise<number | null> {
    const adoption = async () =>
      (await park.client.audit(20)).find((entry) => entry.seq > seq && entry.kind === 'setpoint_adopted');
    const { answer } = await until(adoption, { what: 'adoption of the standing setpoint', withinMs: 10_000 });
    return answer.target_kw;
  }
});
