import { randomUUID } from 'node:crypto';
import { step } from '../../history/index.ts';
import { defineService, isoWithOffset, SerialQueue, textOf } from '../../kernel/index.ts';
import { auditEntry, type Machine, type Requester } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads, analyticsWrites } from '../analytics-store.ts';
import type { Baselines, JudgedHours } from '../baseline/baselines.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import type { JobOutcome } from '../jobs/job-store.ts';
import { analyticsItself } from '../requester.ts';
import { type Anomaly, type AnomalyFacts, anomalyOf } from './anomaly.ts';
import { AnomalyAlarms } from './anomaly-alarms.ts';
import type { NewAnomaly, StoredAnomaly } from './anomaly-tables.ts';
import type { AnomalyEpisode } from './episodes.ts';
import type { Severity } from './severity-limits.ts';
import { endOf, wholeEpisodes } from './whole-episodes.ts';

export interface AnomalyFilter {
  readonly machines: readonly Machine[];
  /** Anomalies that reach into it; all when left out. */
  readonly span?: TimeSpan;
  readonly severities?: readonly Severity[] | undefined;
  readonly isActive?: boolean;
  readonly limit: number;
}

export interface Detection {
  /** Of the span, also those that were known; oldest first. */
  readonly anomalies: readonly Anomaly[];
  /** How many of them nobody had found before. */
  readonly newCount: number;
}

type Context = Pick<AnalyticsContext, 'store' | 'machines' | 'log' | 'alarms' | 'clock' | 'site'>;
type Baseline = Pick<Baselines, 'judge' | 'findActive'>;

const everything: TimeSpan = { from: 0, until: Number.MAX_SAFE_INTEGER };
/** Judged again each time: what comes late belongs to these hours. */
const lateMs = 24 * 3_600_000;
const mostOfMachine = 1000;

/** The anomalies of the running gateway. */
export const anomalies = defineService<Anomalies>('anomalies');

/** Finds anomalies, keeps each once, and holds an alarm for a machine until those it has are resolved. */
export class Anomalies {
  readonly #context: Context;
  readonly #baselines: Baseline;
  readonly #alarms: AnomalyAlarms;
  /** What is found is compared with what is known. */
  readonly #work = new SerialQueue();

  /** Brings the alarms to what the last run left. */
  static async start(context: Context, baselines: Baseline): Promise<Anomalies> {
    const alarms = await AnomalyAlarms.start(context.alarms, context.machines);
    const own = new Anomalies(context, baselines, alarms);
    for (const machine of context.machines.all()) await own.#tellAlarm(machine);
    return own;
  }

  private constructor(context: Context, baselines: Baseline, alarms: AnomalyAlarms) {
    this.#context = context;
    this.#baselines = baselines;
    this.#alarms = alarms;
  }

  /** Newest first, with how many there are beyond the limit. */
  async find({ machines, span = everything, ...filter }: AnomalyFilter) {
    const { severities, isActive = false, limit } = filter;
    const machineIds = machines.map(({ uuid }) => uuid);
    const question = { ...span, machineIds, ...(severities && { severities }), isActive, limit };
    const { total, anomalies: found } = await this.#context.store.read(analyticsReads.anomalies, question);
    return { total, anomalies: found.map(anomalyOf) };
  }

  /**
   * Judges the ended hours of a span. The same episode is the same anomaly, however often and from whatever span it is found;
   * what is resolved stays resolved. Throws `model_not_trained`, `no_data`.
   */
  detect(machine: Machine, span: TimeSpan): Promise<Detection> {
    return this.#work.run(() => this.#detect(machine, span));
  }

  /** Judges every machine that has a baseline, from where the last run ended. */
  async detectAll(): Promise<JobOutcome> {
    const failures: string[] = [];
    let [machines, found] = [0, 0];
    for (const machine of this.#context.machines.all()) {
      try {
        if (!(await this.#baselines.findActive(machine))) continue;
        found += await this.#detectSinceLast(machine);
        machines += 1;
      } catch (thrown) {
        failures.push(`${machine.name}: ${textOf(thrown)}`);
      }
    }
    return { counts: { machines, new_anomalies: found }, failures };
  }

  /** Throws `unknown_anomaly`, also for one of a machine that is not among these. The first resolution stands. */
  resolve(id: string, machines: readonly Machine[], notes: string, requester: Requester): Promise<Anomaly> {
    return this.#work.run(() => this.#resolve(id, machines, notes, requester));
  }

  async #detectSinceLast(machine: Machine): Promise<number> {
    const { store, clock } = this.#context;
    const until = clock.now();
    const judgedUntil = await store.read(analyticsReads.judgedUntil, machine.uuid);
    const from = Math.min(judgedUntil ?? until, until - lateMs);
    const { newCount } = await this.detect(machine, { from, until });
    await store.write(analyticsWrites.setJudgedUntil, { machineId: machine.uuid, until });
    return newCount;
  }

  async #detect(machine: Machine, span: TimeSpan): Promise<Detection> {
    const { judged, episodes } = await wholeEpisodes((window) => this.#judge(machine, window), span);
    const isMeasured = judged.deviations.actual.some(Number.isFinite);
    if (episodes.length === 0 && !isMeasured) throw errors.no_data({ field: 'energy' });
    const found = episodes.map((episode) => newAnomaly(machine, judged, episode));
    const known = await this.#known(machine, found);
    const kept: Anomaly[] = [];
    let newCount = 0;
    for (const anomaly of found) {
      const before = takeOverlapping(known, anomaly);
      if (!before) newCount += 1;
      kept.push(await this.#keep(machine, anomaly, before));
    }
    if (found.length > 0) await this.#tellAlarm(machine);
    return { anomalies: kept, newCount };
  }

  async #judge(machine: Machine, window: TimeSpan) {
    const judged = await this.#baselines.judge(machine, window);
    if (!judged) throw errors.model_not_trained({ field: 'machine_id', value: machine.uuid });
    return judged;
  }

  /** Those of the time of the found, oldest first. */
  async #known({ uuid }: Machine, found: readonly NewAnomaly[]): Promise<StoredAnomaly[]> {
    const [first, last] = [found[0], found.at(-1)];
    if (!first || !last) return [];
    const span = { from: first.startedAt, until: last.endedAt };
    const question = { ...span, machineIds: [uuid], limit: Number.MAX_SAFE_INTEGER };
    const { anomalies: known } = await this.#context.store.read(analyticsReads.anomalies, question);
    return known.toReversed();
  }

  async #keep(machine: Machine, found: NewAnomaly, before: StoredAnomaly | undefined): Promise<Anomaly> {
    const { log, store } = this.#context;
    if (before && before.resolvedAt !== null) return anomalyOf(before);
    const anomaly = before ? { ...found, id: before.id, startedAt: before.startedAt } : found;
    const kept = anomalyOf({ ...anomaly, resolvedAt: null, notes: null });
    if (before) {
      await store.write(analyticsWrites.saveAnomaly, anomaly);
      return kept;
    }
    const entry = this.#entry('anomaly_detected', machine, kept, analyticsItself);
    await log.append(entry, { with: [step(analyticsWrites.saveAnomaly, anomaly)] });
    return kept;
  }

  async #resolve(id: string, machines: readonly Machine[], notes: string, requester: Requester): Promise<Anomaly> {
    const { store, log, clock } = this.#context;
    const found = await store.read(analyticsReads.anomaly, id);
    const machine = machines.find(({ uuid }) => uuid === found?.machineId);
    if (!found || !machine) throw errors.unknown_anomaly({ field: 'anomaly_id', value: id });
    if (found.resolvedAt !== null) return anomalyOf(found);
    const resolved = anomalyOf({ ...found, resolvedAt: clock.now(), notes });
    const entry = this.#entry('anomaly_resolved', machine, resolved, requester);
    const change = { id, resolvedAt: resolved.resolvedAt ?? NaN, notes };
    await log.append(entry, { with: [step(analyticsWrites.resolveAnomaly, change)] });
    await this.#tellAlarm(machine);
    return resolved;
  }

  async #tellAlarm(machine: Machine): Promise<void> {
    const { anomalies: unresolved } = await this.find({ machines: [machine], isActive: true, limit: mostOfMachine });
    this.#alarms.tell(machine, unresolved, this.#context.clock.now());
  }

  #entry(kind: 'anomaly_detected' | 'anomaly_resolved', machine: Machine, anomaly: Anomaly, requester: Requester) {
    const { id, severity, startedAt, notes, facts } = anomaly;
    const { type, description, actual, expected } = facts;
    return auditEntry({
      kind,
      siteId: this.#context.site.model.gateway.siteId,
      deviceId: machine.device,
      requester,
      verdict: severity,
      reason: notes ?? description,
      details: {
        anomaly_id: id,
        machine_id: machine.uuid,
        machine: machine.name,
        type,
        started_at: isoWithOffset(startedAt),
        actual,
        expected,
      },
    });
  }
}

function newAnomaly({ uuid: machineId }: Machine, judged: JudgedHours, episode: AnomalyEpisode): NewAnomaly {
  const { version: modelVersion } = judged.baseline;
  const { isCalibrated } = judged.deviations;
  const { from: startedAt, severity } = episode;
  const facts: AnomalyFacts = { ...episode, modelVersion, isCalibrated };
  const endedAt = endOf(judged, episode);
  return { id: randomUUID(), machineId, startedAt, endedAt, severity, document: JSON.stringify(facts) };
}

/** A retrained model may see an event begin an hour later: it is the same event still. Takes it out of the known. */
function takeOverlapping(known: StoredAnomaly[], { startedAt, endedAt }: NewAnomaly): StoredAnomaly | undefined {
  const position = known.findIndex((other) => other.startedAt < endedAt && other.endedAt > startedAt);
  return position === -1 ? undefined : known.splice(position, 1)[0];
}
