import { type Clock, textOf, type Timer } from '../kernel/index.ts';
import type { Frame, PointIndex, ServerModel } from '../site/index.ts';
import { reasonOf, type Alert, isAnswering, mergedReading, type ServerState, statusOf } from './server-state.ts';
import { pointValuesOf, type PointValues, serverFrame } from './server-points.ts';
import type { SourcePoll } from './source-poll.ts';
import { advanceRule, type Level, quietRule, type Rule, type RuleState, standingRule } from './thresholds.ts';

export interface ServerWatchOptions {
  readonly model: ServerModel;
  readonly polls: readonly SourcePoll[];
  readonly index: PointIndex;
  readonly rules: readonly Rule[];
  /** Levels that stood when the gateway was stopped, by point. */
  readonly standing: ReadonlyMap<string, Level>;
  /** Site that its frames belong to. */
  readonly siteId: string;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly onRound: (state: ServerState, frame: Frame) => void;
  /** Told why a round could not be taken in. */
  readonly report: (text: string) => void;
}

/** A second round follows the first soon, and another the first answer: rates need two samples. */
const soonMs = 1000;

/** Asks the sources of one server, round after round, and judges what they say. */
export class ServerWatch {
  readonly #options: ServerWatchOptions;
  readonly #rules: readonly { readonly rule: Rule; state: RuleState }[];
  #state: ServerState;
  #underWay: Promise<ServerState> | undefined;
  #interval: Timer | undefined;
  #extra: Timer | undefined;
  #ratesAsked = false;
  #closed = false;
  #cycle = 0;

  constructor(options: ServerWatchOptions) {
    const { rules, standing } = options;
    this.#options = options;
    this.#rules = rules.map((rule) => {
      const level = standing.get(rule.point);
      return { rule, state: level === undefined ? quietRule : standingRule(level) };
    });
    this.#state = this.#judged({});
  }

  /** Asks from now on. `delayMs` until the first round, so that many servers do not all begin at once. */
  start(delayMs: number): void {
    const { clock, intervalMs } = this.#options;
    this.#interval = clock.after(delayMs, () => {
      this.#interval = clock.every(intervalMs, () => this.#round());
      this.#round();
      this.#roundSoon();
    });
  }

  get intervalMs(): number {
    return this.#options.intervalMs;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** One round now; one that is under way already is the one. Silent sources do not make it reject. */
  ask(): Promise<ServerState> {
    this.#underWay ??= this.#askAll().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#interval?.cancel();
    this.#extra?.cancel();
    await Promise.all(this.#options.polls.map((poll) => poll.close()));
  }

  #round(): void {
    void this.ask().catch((thrown: unknown) => this.#options.report(textOf(thrown)));
  }

  #roundSoon(): void {
    const { clock, intervalMs } = this.#options;
    this.#extra = clock.after(Math.min(soonMs, intervalMs / 2), () => this.#round());
  }

  /** Once after each time that the server came back. */
  #askForRates({ reading }: ServerState): void {
    const areMissing = reading.cpu?.usagePct === null;
    if (areMissing && !this.#ratesAsked) this.#roundSoon();
    this.#ratesAsked = areMissing;
  }

  async #askAll(): Promise<ServerState> {
    const { clock, polls, index, siteId, onRound } = this.#options;
    const startedAt = clock.monotonic();
    await Promise.all(polls.map((poll) => poll.ask()));
    if (this.#closed) return this.#state;
    const sources = polls.map(({ state }) => state);
    const values = pointValuesOf(mergedReading(sources), isAnswering(sources));
    this.#state = this.#judged(values);
    const { ts } = this.#state;
    this.#cycle += 1;
    const times = { ts, cycle: this.#cycle, durationMs: clock.monotonic() - startedAt };
    const reason = reasonOf({ sources, alerts: [] }) ?? 'no source provides it';
    this.#askForRates(this.#state);
    onRound(this.#state, serverFrame(values, reason, { index, siteId, ...times }));
    return this.#state;
  }

  #judged(values: PointValues): ServerState {
    const { model, polls, clock } = this.#options;
    const [ts, at] = [clock.now(), clock.monotonic()];
    const sources = polls.map(({ state }) => state);
    const alerts = this.#rules.flatMap((one): readonly Alert[] => {
      const value = values[one.rule.point] ?? null;
      one.state = advanceRule(one.rule, one.state, value, at);
      const { level } = one.state;
      const limit = level === null ? undefined : one.rule.limits[level];
      if (level === null || limit === undefined) return [];
      return [{ point: one.rule.point, level, limit, value, forS: one.rule.holdMs / 1000 }];
    });
    const answered = sources.flatMap(({ answeredAt }) => answeredAt ?? []);
    const updatedAt = answered.length === 0 ? null : ts - (at - Math.max(...answered));
    const reading = mergedReading(sources);
    return { model, status: statusOf(sources, alerts), reading, sources, alerts, updatedAt, ts, at };
  }
}
