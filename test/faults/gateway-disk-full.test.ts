import assert from 'node:assert/strict';
import { integrityOf, readAuditFile, verifyAudit } from './support/audit-file.ts';
import { type BatteryPark, startBatteryPark, truthOf } from './support/battery-park.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';
import { SmallDisk, testOnDisk } from './support/small-disk.ts';
import { sleep, until } from './support/wait.ts';

const diskMb = 128;
const noticeWithinMs = 20_000;
const recoverWithinMs = 30_000;
const stopWithinMs = 11_000;
/** A standing setpoint outlives the battery's watchdog only when the heartbeat goes on. */
const watchdogMs = 12_000;
const standingKw = 20;

/** A gateway whose data folder is on the disk. */
async function parkOn(disk: SmallDisk): Promise<BatteryPark> {
  const temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = disk.folder;
  try {
    return await startBatteryPark({ batteries: 1, plant: { seed } });
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
}

/** Commands, each under a name of its own; those that were answered stand in the log for good. */
class Operator {
  readonly acknowledged: string[] = [];
  refused = 0;
  readonly #park: BatteryPark;

  constructor(park: BatteryPark) {
    this.#park = park;
  }

  /** True when it was carried out. */
  async command(kw: number): Promise<boolean> {
    const source = `command ${this.acknowledged.length + this.refused}`;
    const { status } = await this.#park.client.dispatch({ target_kw: kw, source });
    if (status === 200) this.acknowledged.push(source);
    else this.refused += 1;
    return status === 200;
  }

  lost(): readonly string[] {
    const rows = readAuditFile(this.#park.gateway.dataFolder);
    const ended = new Set(rows.filter(({ kind }) => kind === 'command_outcome').map(({ source }) => source));
    return this.acknowledged.filter((source) => !ended.has(source));
  }
}

describe('a gateway on a disk that cannot be written', () => {
  const setpointOf = async ({ plant, batteries }: BatteryPark): Promise<number | null> =>
    (await truthOf(plant, batteries[0]!))['power_setpoint'] ?? null;

  /** The gateway says why it is degraded, its readings go on, its heartbeat keeps the setpoint, and a fault still stops it. */
  async function checkControl(park: BatteryPark, operator: Operator, reason: RegExp): Promise<void> {
    const { client, plant, batteries } = park;
    const { reasons, status } = await client.health();
    assert.equal(status, 'degraded');
    assert.match(reasons.join('; '), reason);
    assert.equal(await operator.command(standingKw + 5), false, 'a command that cannot be recorded');
    await sleep(watchdogMs);
    assert.equal(await setpointOf(park), standingKw, 'the standing setpoint');
    const { last_cycle_ts: lastCycle } = await client.health();
    assert.ok(Date.now() - Date.parse(lastCycle ?? '') < 3000, `the last cycle was at ${lastCycle}`);
    await plant.setFault(batteries[0]!.unit, { kind: 'freeze' });
    const stopped = async (): Promise<boolean> => (await setpointOf(park)) === 0;
    await until(stopped, { what: 'a frozen battery is stopped', withinMs: stopWithinMs + watchdogMs });
    await plant.setFault(batteries[0]!.unit, null);
  }

  async function untilDegraded({ client }: BatteryPark, again: () => void): Promise<void> {
    const degraded = async (): Promise<boolean> => {
      again();
      return (await client.health()).reasons.some((reason) => reason.startsWith('the store'));
    };
    await until(degraded, { what: 'the gateway says that it cannot write', withinMs: noticeWithinMs });
  }

  async function surviveFullDisk(disk: SmallDisk): Promise<void> {
    const park = await parkOn(disk);
    const operator = new Operator(park);
    try {
      await park.untilReady();
      assert.ok(await operator.command(standingKw));
      await untilDegraded(park, () => disk.fill());
      const filling = setInterval(() => disk.fill(), 200);
      await checkControl(park, operator, /no room left/).finally(() => clearInterval(filling));

      disk.empty();
      const recovered = async (): Promise<boolean> =>
        (await park.client.health()).status === 'healthy' && (await operator.command(standingKw));
      const { afterMs } = await until(recovered, { what: 'recovered', withinMs: recoverWithinMs, everyMs: 500 });
      await park.gateway.kill('SIGTERM');
      const { code, output } = await verifyAudit(park.gateway.dataFolder);
      assert.equal(code, 0, output);
      assert.equal(integrityOf(park.gateway.dataFolder), 'ok');
      assert.deepEqual(operator.lost(), []);
      const { acknowledged, refused } = operator;
      printFigures(
        `${acknowledged.length} commands acknowledged, 0 lost, ${refused} refused; recovered after ${Math.round(afterMs)} ms`,
      );
    } finally {
      await park.close();
    }
  }

  async function surviveReadOnlyDisk(disk: SmallDisk): Promise<void> {
    const park = await parkOn(disk);
    const operator = new Operator(park);
    try {
      await park.untilReady();
      // Nobody has promised that the test's own files are on the disk.
      disk.sync();
      assert.ok(await operator.command(standingKw));
      disk.cutPower();
      await untilDegraded(park, () => undefined);
      await checkControl(park, operator, /the store cannot be written/);

      await park.gateway.kill('SIGTERM');
      disk.startAgain();
      await park.gateway.restart();
      await park.untilReady();
      assert.ok(await operator.command(standingKw));
      await park.gateway.kill('SIGTERM');
      const { code, output } = await verifyAudit(park.gateway.dataFolder);
      assert.equal(code, 0, output);
      assert.deepEqual(operator.lost(), []);
      printFigures(`${operator.acknowledged.length} commands acknowledged, 0 lost, ${operator.refused} refused`);
    } finally {
      await park.close();
    }
  }

  const cases = [
    { name: 'full: keeps controlling, says why it is degraded, and recovers by itself', survive: surviveFullDisk },
    {
      name: 'read-only for good: keeps controlling, and has all after a restart on the repaired disk',
      survive: surviveReadOnlyDisk,
    },
  ];
  for (const { name, survive } of new Random(seed).shuffled(cases).slice(0, scaled(cases.length))) {
    testOnDisk(name, async function () {
      this.timeout(180_000);
      await SmallDisk.use(diskMb, survive);
    });
  }
});
