import assert from 'node:assert/strict';
import path from 'node:path';
import { alarmLogOn } from '../../nodes/alarms/alarm-log.ts';
import { AlarmService, alarmStoreModule } from '../../nodes/alarms/index.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import {
  frameStoreModule,
  HistoryService,
  historyStoreModule,
  type Series,
  Store,
  type Tier,
} from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { type AuditReceipt, Bus, type Frame, SiteDirectory } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { alarmSite } from '../unit/alarms/alarm-site.fixture.ts';
import { startedEntry } from '../unit/cloud/cloud.fixture.ts';
import { meterFrame, meterIndex } from '../unit/history/history.fixture.ts';
import { assertBuckets } from '../unit/history/recounted.fixture.ts';
import { printFigures } from './support/fault-run.ts';
import { SmallDisk, testOnDisk } from './support/small-disk.ts';
import { until } from './support/wait.ts';

const diskMb = 96;
const pollMs = 5000;
const hourMs = 3_600_000;
const siteId = 'SITE-CL-001';
const monthMs = 30 * 24 * hourMs;
/** Of the plant, in which minutes begin and end. */
const ticksOfTenMinutes = 120;
const alarmEveryTicks = 7;
/** Real time: the store looks every ten seconds whether it works again. */
const changeWithinMs = 20_000;

interface DiskFault {
  readonly name: string;
  readonly begin: (disk: SmallDisk) => void;
  readonly end: (disk: SmallDisk) => void;
  /** What the store's health says of it. */
  readonly reason: RegExp;
}

const faults: readonly DiskFault[] = [
  {
    name: 'a full disk',
    begin: (disk) => disk.fill(),
    end: (disk) => disk.empty(),
    reason: /The store has no room left: database or disk is full/,
  },
  {
    name: 'a read-only disk',
    begin: (disk) => disk.setReadOnly(true),
    end: (disk) => disk.setReadOnly(false),
    reason: /The store is not available: /,
  },
];

/** All that is kept of a site, on one store. Its clock moves only with the site's ticks. */
interface Records {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly bus: Bus;
  readonly audit: AuditLog;
  readonly history: HistoryService;
  readonly alarms: AlarmService;
}

async function openRecords(folder: string, report: (text: string) => void): Promise<Records> {
  const modules = [auditStoreModule, frameStoreModule, historyStoreModule, alarmStoreModule];
  const store = await Store.open({ folder, modules, maxMb: 1024, clock: systemClock, report });
  const clock = new ManualClock();
  const bus = new Bus((text) => assert.fail(text));
  const audit = await AuditLog.open({ store, clock, report });
  const bounds = { maxRawBytes: 1e9, maxHeldMs: hourMs, heldFromSeq: () => null };
  const history = await HistoryService.start({ store, bus, clock, ...bounds, report });
  const directory = new SiteDirectory(alarmSite());
  const log = alarmLogOn(audit, siteId);
  const alarms = await AlarmService.start({ clock, store, log, directory, report });
  return { store, clock, bus, audit, history, alarms };
}

/** A site with a meter, an alarm that comes and goes, and somebody whose every step is audited. */
class BusySite {
  readonly frames: Frame[] = [];
  readonly acknowledged: AuditReceipt[] = [];
  refused = 0;
  conditions = 0;
  readonly #records: Records;
  readonly #index = meterIndex();

  constructor(records: Records) {
    this.#records = records;
  }

  async tick(): Promise<void> {
    const { clock, bus, audit, history, alarms } = this.#records;
    const cycle = this.frames.length;
    const frame = meterFrame(this.#index, clock.now(), [((cycle * 37) % 1000) / 100, cycle / 10], { cycle });
    this.frames.push(frame);
    bus.publish(frame);
    if (cycle % alarmEveryTicks === 0) {
      this.conditions += 1;
      alarms.setCondition({ sensor: 42, source: 'limits', priority: 'P2', active: this.conditions % 2 === 1 });
    }
    await alarms.settled();
    await audit.append(startedEntry).then(
      (receipt) => this.acknowledged.push(receipt),
      () => (this.refused += 1),
    );
    await history.settle();
    clock.advance(pollMs);
  }

  async operate(ticks: number): Promise<void> {
    for (let tick = 0; tick < ticks; tick += 1) await this.tick();
  }
}

/** Raw frames go first when a disk is full, so that the rows that may not be lost find room. */
function announcedRemovals(reports: readonly string[]): number {
  const counts = reports.map((text) => Number(/^(\d+) raw frames were removed/.exec(text)?.[1] ?? 0));
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('a disk that cannot be written, under the whole history', () => {
  for (const { name, begin, end, reason } of faults) {
    testOnDisk(`${name}: nothing acknowledged is lost, and it recovers by itself`, async function () {
      this.timeout(120_000);
      await SmallDisk.use(diskMb, async (disk) => {
        const reports: string[] = [];
        const records = await openRecords(path.join(disk.folder, 'data'), (text) => reports.push(text));
        const { store, clock, audit, history, alarms } = records;
        const site = new BusySite(records);
        await site.operate(ticksOfTenMinutes);

        // The reserve is given back to a full disk, so it is filled until nothing helps.
        const failing = async (): Promise<boolean> => {
          begin(disk);
          await site.tick();
          return site.refused >= ticksOfTenMinutes;
        };
        await until(failing, { what: 'nothing can be written', withinMs: changeWithinMs, everyMs: 0 });
        assert.match(store.health().reason ?? '', reason);
        assert.ok(site.frames.length - history.state().recorded >= ticksOfTenMinutes);

        end(disk);
        const recovered = async (): Promise<boolean> => {
          await site.tick();
          return store.health().ok && history.state().recorded === site.frames.length;
        };
        await until(recovered, { what: 'recovered', withinMs: changeWithinMs, everyMs: 0 });
        await site.operate(ticksOfTenMinutes);

        const questions = { from: clock.now() - monthMs, to: clock.now() + monthMs };
        clock.stepWall(monthMs);
        for (let round = 0; round < 3; round += 1) await history.settle();
        const read = (tier: Tier, sensorId: number): Promise<Series> =>
          history.series({ tier, sensorId, ...questions });
        await assertBuckets(site.frames, read);
        assert.equal(history.state().dropped, 0);
        const stored = new Set((await read('telemetry', 41)).start);
        const removed = site.frames.filter(({ ts }) => !stored.has(ts)).length;
        const announced = announcedRemovals(reports);
        // A frame may be removed whose samples were just sealed.
        assert.ok(removed <= announced, `${removed} raw frames are gone, ${announced} were announced`);
        assert.deepEqual(await audit.verify(), { ok: true, head: audit.head });
        const held = await Promise.all(site.acknowledged.map((receipt) => audit.holds(receipt)));
        assert.ok(held.every(Boolean), 'an acknowledged row is lost');
        const events = await alarmLogOn(audit, siteId).since(0);
        assert.equal(events.length, site.conditions, 'each condition is one event');
        printFigures(
          `${name}: ${site.frames.length} frames, all buckets equal a recount; ${removed} raw frames removed, ` +
            `${announced} announced; ${site.acknowledged.length} audit rows acknowledged, 0 lost, ` +
            `${site.refused} refused; ${events.length} alarm events, 0 lost`,
        );
        await alarms.stop();
        await history.stop();
        await store.close();
      });
    });
  }
});
