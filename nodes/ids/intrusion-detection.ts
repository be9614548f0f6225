import type { ModbusTraffic } from '../devices/index.ts';
import { BusbarError, type Clock, defineService, textOf, type Timer } from '../kernel/index.ts';
import { type AlertChange, AnomalyWatch, type WatchState } from './anomaly-watch.ts';
import { BaselineFile } from './baseline-file.ts';
import type { LearnedTraffic } from './baseline.ts';
import type { ExpectedOperation } from './expected-operations.ts';
import { contextOf, type ModbusOperation } from './operation.ts';
import { Scorer } from './scorer.ts';
import { type Observation, TrafficContext } from './traffic-context.ts';

export interface IntrusionMetrics {
  setAnomalyScore(score: number | null): void;
  recordIdsAlert(): void;
  recordInference(durationMs: number): void;
}

export interface IntrusionDetectionOptions {
  readonly traffic: ModbusTraffic;
  readonly clock: Clock;
  /** What is normal for a device by its profile; null until its registers are known, empty for a device that is none. */
  readonly expected: (context: Pick<ModbusOperation, 'deviceId' | 'origin'>) => readonly ExpectedOperation[] | null;
  /** Null for rules alone. */
  readonly modelFile: string | null;
  readonly baselineFile: string;
  readonly learningMs: number;
  readonly quietMs: number;
  /** Writes an alert's start and end to the audit log. */
  readonly record: (change: AlertChange) => void;
  readonly metrics: IntrusionMetrics;
  readonly log: (text: string) => void;
}

export interface IntrusionState extends WatchState {
  /** Why there is no model, or why what was learned before is not used. */
  readonly faults: readonly string[];
  /** Contexts, each a device and who asks it, whose traffic is still being learned. */
  readonly learning: readonly string[];
  /** Operations that were refused because a field was no finite number. */
  readonly refusedTotal: number;
}

/** A look at the same traffic with other eyes; what is left out is as the gateway itself has it. */
export interface ViewOptions {
  /** The only device that counts. */
  readonly deviceId?: string | undefined;
  readonly modelFile?: string | undefined;
  readonly threshold?: number | undefined;
  readonly onAlert: (change: AlertChange) => void;
  /** Called each second. */
  readonly onTick: (state: WatchState) => void;
}

export interface View {
  state(): WatchState;
  close(): Promise<void>;
}

const tickMs = 1000;

/** Watches the Modbus traffic of all devices for the life of the process, whatever the flows look like. */
export class IntrusionDetection {
  readonly #options: IntrusionDetectionOptions;
  readonly #baselines: BaselineFile;
  readonly #contexts = new Map<string, TrafficContext>();
  readonly #watch: AnomalyWatch;
  readonly #alertListeners = new Set<(change: AlertChange) => void>();
  readonly #observers = new Set<(operation: ModbusOperation, observation: Observation) => void>();
  readonly #tickers = new Set<() => void>();
  readonly #faults: string[] = [];
  #learned = new Map<string, LearnedTraffic>();
  #scorer: Scorer | null = null;
  #refusedTotal = 0;
  #timer: Timer | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(options: IntrusionDetectionOptions) {
    const { clock, quietMs, metrics, log } = options;
    this.#options = options;
    this.#baselines = new BaselineFile(options.baselineFile);
    this.#watch = new AnomalyWatch({
      clock,
      scorer: () => this.#scorer,
      quietMs,
      onAlert: (change) => this.#tellAlert(change),
      onInference: (durationMs) => metrics.recordInference(durationMs),
      log,
    });
    this.#attach(this.#watch, () => metrics.setAnomalyScore(this.#watch.state().score));
  }

  /**
   * Begins to watch; the rules do so at once, the model when it is loaded. A model or baseline that cannot be used is a
   * fault in the state, never an error.
   */
  async start(): Promise<void> {
    const { traffic, clock, modelFile } = this.#options;
    this.#readBaselines();
    this.#unsubscribe = traffic.subscribe((operation) => this.#observe(operation));
    this.#timer = clock.every(tickMs, () => {
      for (const tick of this.#tickers) tick();
    });
    if (modelFile !== null) await this.#openModel(modelFile);
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#timer?.cancel();
    await this.#scorer?.close();
  }

  state(): IntrusionState {
    return {
      ...this.#watch.state(),
      faults: this.#faults,
      learning: [...this.#contexts].filter(([, { isLearned }]) => !isLearned).map(([name]) => name),
      refusedTotal: this.#refusedTotal,
    };
  }

  /** Tells of every start and end of the gateway's alert. Returns the function that unsubscribes. */
  onAlert(listener: (change: AlertChange) => void): () => void {
    this.#alertListeners.add(listener);
    return () => this.#alertListeners.delete(listener);
  }

  /** Opens a view. Its alert, when it is not the gateway's own, blocks nothing. @throws bad_model */
  async openView(options: ViewOptions): Promise<View> {
    const { deviceId, modelFile, threshold } = options;
    const isOwn = [deviceId, modelFile, threshold].some((override) => override !== undefined);
    return isOwn ? this.#openOwnView(options) : this.#openMirror(options);
  }

  #openMirror({ onAlert, onTick }: ViewOptions): View {
    const state = (): WatchState => this.#watch.state();
    const unsubscribe = this.onAlert(onAlert);
    const tick = (): void => onTick(state());
    this.#tickers.add(tick);
    return {
      state,
      close: () => {
        unsubscribe();
        this.#tickers.delete(tick);
        return Promise.resolve();
      },
    };
  }

  async #openOwnView({ deviceId, modelFile, threshold, onAlert, onTick }: ViewOptions): Promise<View> {
    const { clock, quietMs, log } = this.#options;
    const ownScorer = modelFile === undefined ? null : await Scorer.open(modelFile);
    const scorer = (): Scorer | null => ownScorer ?? this.#scorer;
    const watch = new AnomalyWatch({ clock, scorer, threshold, quietMs, onAlert, log });
    const detach = this.#attach(watch, () => onTick(watch.state()), deviceId);
    return {
      state: () => watch.state(),
      close: async () => {
        detach();
        await ownScorer?.close();
      },
    };
  }

  #attach(watch: AnomalyWatch, onTick: () => void, deviceId?: string): () => void {
    const observe = (operation: ModbusOperation, observation: Observation): void => {
      if (deviceId === undefined || operation.deviceId === deviceId) watch.observe(operation, observation);
    };
    const tick = (): void => {
      watch.tick();
      onTick();
    };
    this.#observers.add(observe);
    this.#tickers.add(tick);
    return () => {
      this.#observers.delete(observe);
      this.#tickers.delete(tick);
    };
  }

  #readBaselines(): void {
    try {
      this.#learned = this.#baselines.read();
    } catch (thrown) {
      this.#fault(textOf(thrown));
    }
  }

  async #openModel(file: string): Promise<void> {
    try {
      this.#scorer = await Scorer.open(file);
    } catch (thrown) {
      this.#fault(`The intrusion detection runs on its rules alone. ${textOf(thrown)}`);
    }
  }

  #fault(text: string): void {
    this.#faults.push(text);
    this.#options.log(text);
  }

  #observe(operation: ModbusOperation): void {
    try {
      const observation = this.#contextOf(operation).observe(operation);
      for (const observe of this.#observers) observe(operation, observation);
    } catch (thrown) {
      if (!(thrown instanceof BusbarError)) throw thrown;
      this.#refusedTotal += 1;
    }
  }

  #contextOf({ deviceId, origin }: ModbusOperation): TrafficContext {
    const name = contextOf({ deviceId, origin });
    const known = this.#contexts.get(name);
    if (known) return known;
    const context = new TrafficContext({
      expected: () => this.#options.expected({ deviceId, origin }),
      // What the gateway sends is foretold; what another master reads can only be learned.
      learnsReads: origin === 'northbound',
      learningMs: this.#options.learningMs,
      learned: this.#learned.get(name),
      onLearned: (learned) => this.#keep(name, learned),
    });
    this.#contexts.set(name, context);
    return context;
  }

  #keep(name: string, learned: LearnedTraffic): void {
    this.#learned.set(name, learned);
    try {
      this.#baselines.write(this.#learned);
    } catch (thrown) {
      this.#options.log(`what was learned of ${name} is not kept: ${textOf(thrown)}`);
    }
  }

  #tellAlert(change: AlertChange): void {
    const { metrics, record, log } = this.#options;
    if (change.kind === 'ids_alert_started') metrics.recordIdsAlert();
    record(change);
    log(`${change.kind}: ${contextOf(change)}: ${change.reason}`);
    for (const listener of this.#alertListeners) listener(change);
  }
}

export const intrusionDetection = defineService<IntrusionDetection>('intrusion detection');
