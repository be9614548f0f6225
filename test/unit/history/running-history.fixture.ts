import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { historyReads } from '../../../nodes/history/history-store.ts';
import { HistoryService, type Series, type SeriesJson, type Tier } from '../../../nodes/history/index.ts';
import { Bus, type Frame } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ConnectedStore, meterFrame, meterIndex } from './history.fixture.ts';

const dayMs = 86_400_000;
const endOfTime = Date.UTC(2027, 0, 1);
/** Spans that clients ask for, by tier: some from memory, the longest and the samples not. */
const keptSpans: readonly (readonly [tier: Tier, spanMs: number])[] = [
  ['telemetry', 600_000],
  ['agg_1min', 10 * 60_000],
  ['agg_1min', 3 * dayMs],
  ['agg_5min', 2 * dayMs],
  ['agg_1hour', 40 * dayMs],
  ['agg_1day', 400 * dayMs],
];

/** A running history that can be stopped, killed and started again on the same store. */
export class RunningHistory {
  readonly clock = new ManualClock();
  readonly index = meterIndex();
  readonly published: Frame[] = [];
  readonly reports: string[] = [];
  heldFromSeq: number | null = null;
  store: ConnectedStore;
  service!: HistoryService;
  #bus!: Bus;
  #cycle = 0;
  readonly connection: Connection;

  /** On a connection in which the migrations of the history have run. */
  constructor(connection: Connection) {
    this.connection = connection;
    this.store = new ConnectedStore(connection);
  }

  async start(changes: { readonly maxRawBytes?: number } = {}): Promise<this> {
    this.store = new ConnectedStore(this.connection);
    this.#bus = new Bus((text) => assert.fail(text));
    this.service = await HistoryService.start({
      store: this.store.asStore(),
      bus: this.#bus,
      clock: this.clock,
      maxRawBytes: 1e9,
      maxHeldMs: 3_600_000,
      heldFromSeq: () => this.heldFromSeq,
      report: (text) => this.reports.push(text),
      ...changes,
    });
    return this;
  }

  publish(values: readonly [number | null, number | null], changes: Partial<Frame> = {}): void {
    const frame = meterFrame(this.index, this.clock.now(), values, { cycle: ++this.#cycle, ...changes });
    this.published.push(frame);
    this.#bus.publish(frame);
  }

  /** Ends in the midst of closing and sealing, as kill -9 does; what was on the disk stays. */
  async kill(afterWrites: number): Promise<void> {
    await this.service.settle();
    this.clock.advance(400_000);
    this.store.writesLeft = afterWrites;
    await this.service.settle();
    this.store.writesLeft = 0;
    await this.service.stop();
    await this.start();
  }

  /** Nothing can be written for a while, in which a frame comes. */
  async failFor(ms: number): Promise<void> {
    this.store.writesLeft = 0;
    this.publish([1, null]);
    this.clock.advance(ms);
    await this.service.settle();
    this.store.writesLeft = Infinity;
  }

  async restart(): Promise<void> {
    await this.service.stop();
    await this.start();
  }

  /** A month later, when every bucket has been closed, counted and mostly sealed. */
  async rest(): Promise<void> {
    this.clock.stepWall(30 * dayMs);
    for (let round = 0; round < 3; round += 1) await this.service.settle();
  }

  series(tier: Tier, sensorId: number, from = Date.UTC(2026, 0, 1), to = endOfTime): Promise<Series> {
    return this.service.series({ tier, sensorId, from, to });
  }

  /** Asks for points as clients do; throws when, with no write under way, an answer is not what the store itself says. */
  async assertKeptIsStored(isAtRest: boolean): Promise<void> {
    const now = this.clock.now();
    for (const [tier, spanMs] of keptSpans) {
      for (const sensorId of [41, 42]) {
        const question = { sensorId, tier, from: now - spanMs, to: now + 1, limit: 100_000 };
        const kept = await this.service.seriesJson(question);
        if (!isAtRest) continue;
        const stored = await this.store.asStore().read(historyReads.seriesJson, question);
        assert.deepEqual(textOf(kept), textOf(stored), `${tier} of ${sensorId}`);
      }
    }
  }
}

function textOf({ pointCount, json }: SeriesJson): readonly unknown[] {
  return [pointCount, Buffer.concat(json).toString()];
}
