import { countersOf, mapCounters } from './counters.ts';
import { FrameTables } from './frame-tables.ts';
import type { DeviceBuckets, DeviceFrames, HistoryDevice } from './history-batch.ts';
import { MinuteBuckets } from './minute-buckets.ts';
import { createPlant, type PlantState, stepPlant } from './plant.ts';
import { commandSite } from './run-ahead.ts';
import { WireSampler } from './wire-sampler.ts';

export interface HistoryRunOptions {
  /** The plant at which the history ends. */
  readonly opening: PlantState;
  readonly days: number;
  /** How many hours at the end have raw samples beside their buckets. */
  readonly rawHours: number;
  readonly devices: readonly HistoryDevice[];
  /** Sensors without a simulated past. */
  readonly leftOut: ReadonlySet<number>;
  /** Goes on from this whole minute, where an earlier run was broken off; the beginning when left out. */
  readonly fromMs?: number;
}

/** What a run has made: a UTC day of buckets, ten minutes of raw samples; or how far it has come, 0 to 1. */
export type HistoryStep =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'buckets'; readonly devices: readonly DeviceBuckets[]; readonly share: number }
  | { readonly kind: 'frames'; readonly devices: readonly DeviceFrames[] };

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Fine enough for ramps, excursions and duty cycles. */
const coarseStepMs = 10 * secondMs;
/** The shortest poll period, for raw samples. */
const fineStepMs = secondMs;
const frameWindowMs = 10 * minuteMs;
/** Counting ahead takes about a third of a run. */
const countingShare = 0.35;

/**
 * Runs the plant through the days before its opening, twice: once to learn what its counters count in that time, so that
 * they end where the opening has them, then to sample it. Yields what it made in the order of time; the buckets of a day
 * hold until the day after the next is made. Equal options make equal buckets; `fromMs` only leaves out what is before it.
 */
export function* runHistory(options: HistoryRunOptions): Generator<HistoryStep, void> {
  const { opening } = options;
  const span = spanOf(options);
  const created = createPlant(opening.seed, span.startMs);
  const counted = countersOf(yield* advance(created, opening.epochMs, span, [0, countingShare]));
  const due = countersOf(opening);
  const start = mapCounters(created, (_, place) => (due[place] ?? 0) - (counted[place] ?? 0));
  const plant = yield* advance(start, span.fromMs, span, [countingShare, countingShare]);
  yield* sampleThrough(plant, options, span);
}

interface Span {
  readonly startMs: number;
  readonly fromMs: number;
  readonly rawFromMs: number;
  readonly endMs: number;
}

function spanOf({ opening, days, rawHours, fromMs }: HistoryRunOptions): Span {
  const endMs = Math.floor(opening.epochMs / minuteMs) * minuteMs;
  const startMs = endMs - Math.round(days * (dayMs / minuteMs)) * minuteMs;
  const rawFromMs = endMs - Math.round(rawHours * (hourMs / minuteMs)) * minuteMs;
  return { startMs, fromMs: Math.max(startMs, fromMs ?? startMs), rawFromMs, endMs };
}

/** The plant at a later instant, without a look at it on the way. */
function* advance(
  plant: PlantState,
  untilMs: number,
  span: Span,
  [before, after]: readonly [number, number],
): Generator<HistoryStep, PlantState> {
  let current = plant;
  while (current.epochMs < untilMs) {
    const restMs = Math.min(current.epochMs + dayMs, untilMs);
    while (current.epochMs < restMs) current = stepOf(current, span, restMs);
    const along = (current.epochMs - plant.epochMs) / (untilMs - plant.epochMs);
    yield { kind: 'progress', share: before + along * (after - before) };
  }
  return current;
}

function stepOf(plant: PlantState, { rawFromMs }: Span, untilMs: number): PlantState {
  const stepMs = plant.epochMs < rawFromMs ? coarseStepMs : fineStepMs;
  return stepPlant(commandSite(plant), Math.min(stepMs, untilMs - plant.epochMs));
}

function* sampleThrough(plant: PlantState, options: HistoryRunOptions, span: Span): Generator<HistoryStep, void> {
  const { fromMs, rawFromMs, endMs } = span;
  const sampling = new Sampling(plant, options, span);
  while (sampling.epochMs < endMs) {
    const dayEndMs = Math.min((Math.floor(sampling.epochMs / dayMs) + 1) * dayMs, endMs);
    sampling.buckets.openDay();
    while (sampling.epochMs < dayEndMs) {
      sampling.passMinute();
      const isFrameWindowFull = sampling.epochMs % frameWindowMs === 0 || sampling.epochMs === endMs;
      if (isFrameWindowFull && sampling.epochMs > rawFromMs) yield { kind: 'frames', devices: sampling.frames.take() };
    }
    const along = (sampling.epochMs - fromMs) / (endMs - fromMs);
    const share = countingShare + along * (1 - countingShare);
    yield { kind: 'buckets', devices: sampling.buckets.batches(), share };
  }
}

/** A plant under way, sampled as it goes. */
class Sampling {
  readonly buckets: MinuteBuckets;
  readonly frames: FrameTables;
  readonly #sampler: WireSampler;
  readonly #span: Span;
  #plant: PlantState;

  constructor(plant: PlantState, { devices, leftOut }: HistoryRunOptions, span: Span) {
    this.#plant = plant;
    this.#span = span;
    this.#sampler = new WireSampler(plant, devices);
    this.buckets = new MinuteBuckets(devices, this.#sampler.divisors, leftOut);
    this.frames = new FrameTables(devices, this.#sampler.divisors);
  }

  get epochMs(): number {
    return this.#plant.epochMs;
  }

  passMinute(): void {
    const startMs = this.epochMs;
    const untilMs = startMs + minuteMs;
    while (this.epochMs < untilMs) {
      this.#sampler.sample(this.#plant);
      this.buckets.add(this.#sampler.raw, this.epochMs);
      if (this.epochMs >= Math.max(this.#span.rawFromMs, this.#span.fromMs)) {
        this.frames.add(this.#sampler.raw, this.epochMs);
      }
      this.#plant = stepOf(this.#plant, this.#span, untilMs);
    }
    this.buckets.closeMinute(startMs);
  }
}
