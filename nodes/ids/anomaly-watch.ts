import { type Clock, textOf } from '../kernel/index.ts';
import { Alert } from './alert.ts';
import { featureNames } from './features.ts';
import { contextOf, type ModbusOperation } from './operation.ts';
import type { Finding } from './rules.ts';
import { ScoreWindow } from './score-window.ts';
import type { Scorer } from './scorer.ts';
import type { Observation } from './traffic-context.ts';

export interface AlertChange {
  readonly kind: 'ids_alert_started' | 'ids_alert_ended';
  readonly deviceId: string;
  readonly origin: ModbusOperation['origin'];
  /** What found it. */
  readonly detector: Finding['rule'] | 'isolation_forest';
  readonly reason: string;
  /** Score that started the alert. */
  readonly score: number;
  /** How long it lasted; null at its start. */
  readonly lastedMs: number | null;
}

export interface WatchState {
  /** Highest score of the last ten seconds, 0 to 1; null when neither a rule nor the model has scored. */
  readonly score: number | null;
  readonly alertActive: boolean;
  /** Why the alert is on. */
  readonly reason: string | null;
  /** `none` while rules are alone. */
  readonly modelVersion: string;
  readonly alertsTotal: number;
}

export interface WatchOptions {
  readonly clock: Clock;
  /** The model; null, for the time being or for good, leaves the rules alone. */
  readonly scorer: () => Scorer | null;
  /** Score from which an alert starts; the model's own when absent. */
  readonly threshold?: number | undefined;
  readonly quietMs: number;
  readonly onAlert: (change: AlertChange) => void;
  /** Told how long the model took for some operations, milliseconds. */
  readonly onInference?: (durationMs: number) => void;
  readonly log: (text: string) => void;
}

/** A rule is exact or has waited for its evidence; a model has to be as sure several times in a row. */
const confirmations = 3;
const ruleScore = 1;
const mostPerRun = 64;
/** A flood fills the queue of the model long after a rule has found it. */
const mostWaiting = 2048;

interface Waiting {
  readonly operation: ModbusOperation;
  readonly features: readonly number[];
}

/** Judges observed operations: the higher of rules and model is the score, and a high score is an alert. */
export class AnomalyWatch {
  readonly #options: WatchOptions;
  readonly #hysteresis: Alert;
  readonly #window = new ScoreWindow();
  readonly #lastScores = new Map<string, number[]>();
  #waiting: Waiting[] = [];
  #running = false;
  #alertOn: AlertChange | undefined;
  #alertsTotal = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#hysteresis = new Alert(options.quietMs);
  }

  state(): WatchState {
    const { clock, scorer } = this.#options;
    const alert = this.#alertOn;
    return {
      score: this.#window.highest(clock.monotonic()),
      alertActive: alert !== undefined,
      reason: alert ? `${contextOf(alert)}: ${alert.reason}` : null,
      modelVersion: scorer()?.card.model_version ?? 'none',
      alertsTotal: this.#alertsTotal,
    };
  }

  observe(operation: ModbusOperation, { features, finding }: Observation): void {
    const scorer = this.#options.scorer();
    if (finding) this.#judge(operation, ruleScore, finding.rule, () => finding.reason);
    else if (features && scorer && this.#waiting.length < mostWaiting) {
      this.#waiting.push({ operation, features });
      if (!this.#running) void this.#run(scorer);
    }
  }

  /** To be called each second: the end of an alert is a matter of time. */
  tick(): void {
    const lastedMs = this.#hysteresis.endAt(this.#options.clock.monotonic());
    if (lastedMs === undefined || !this.#alertOn) return;
    const ended: AlertChange = { ...this.#alertOn, kind: 'ids_alert_ended', lastedMs };
    this.#alertOn = undefined;
    this.#options.onAlert(ended);
  }

  /** Operations that come while the model runs share its next run. */
  async #run(scorer: Scorer): Promise<void> {
    const { clock, onInference, log } = this.#options;
    this.#running = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, mostPerRun);
        const startedAt = clock.monotonic();
        const scores = await scorer.score(batch.map(({ features }) => features));
        onInference?.(clock.monotonic() - startedAt);
        for (const [index, waiting] of batch.entries()) this.#confirm(scorer, waiting, scores[index] ?? NaN);
      }
    } catch (thrown) {
      this.#waiting = [];
      log(`the intrusion detection's model failed: ${textOf(thrown)}`);
    } finally {
      this.#running = false;
    }
  }

  /** The score of a context is the lowest of its last few, so that one odd operation is none. */
  #confirm(scorer: Scorer, { operation, features }: Waiting, score: number): void {
    const context = contextOf(operation);
    const last = [...(this.#lastScores.get(context) ?? []), score].slice(-confirmations);
    this.#lastScores.set(context, last);
    if (last.length < confirmations) return;
    this.#judge(operation, Math.min(...last), 'isolation_forest', () =>
      unusualPart(scorer.card.feature_maxima, features),
    );
  }

  #judge(operation: ModbusOperation, score: number, detector: AlertChange['detector'], reason: () => string): void {
    const { clock, scorer, onAlert } = this.#options;
    const threshold = this.#options.threshold ?? scorer()?.card.alert_threshold ?? ruleScore;
    const at = clock.monotonic();
    this.#window.add(score, at);
    if (!this.#hysteresis.observe(score, threshold, at)) return;
    const { deviceId, origin } = operation;
    this.#alertsTotal += 1;
    this.#alertOn = { kind: 'ids_alert_started', deviceId, origin, detector, reason: reason(), score, lastedMs: null };
    onAlert(this.#alertOn);
  }
}

/** Names the feature that lies furthest beyond what the model was trained on. */
function unusualPart(maxima: readonly number[], features: readonly number[]): string {
  const [furthest] = features
    .map((value, index) => ({ name: featureNames[index] ?? '', value, most: maxima[index] ?? NaN }))
    .sort((a, b) => b.value / b.most - a.value / a.most);
  if (!furthest || furthest.value <= furthest.most) return 'the traffic is unusual as a whole';
  const { name, value, most } = furthest;
  return `the traffic is unusual, most of all its ${name} of ${value.toFixed(1)} (normal up to ${most.toFixed(1)})`;
}
