import type { LearnedTraffic } from './baseline.ts';
import { errors } from './errors.ts';
import { type ExpectedOperation, hourMs, periodic } from './expected-operations.ts';
import { featureNames } from './features.ts';
import { forestScore, growForest, type IsolationForest, type Matrix, matrixOf, rowCount } from './isolation-forest.ts';
import { type ModelCard, modelVersion } from './model-card.ts';
import { sha256 } from './model-file.ts';
import { writeOnnx } from './onnx-writer.ts';
import { contextOf, type ModbusOperation, requestKey, requestOf } from './operation.ts';
import { type Random, seededRandom } from './random.ts';
import { TrafficContext } from './traffic-context.ts';

/** What a training makes: the model file's bytes and the card that describes them. */
export interface TrainedModel {
  readonly onnx: Buffer;
  readonly card: ModelCard;
}

export interface TrainingOptions {
  readonly operations: readonly ModbusOperation[];
  /** What profiles foretell, by context; for any other context the traffic itself tells what is normal. */
  readonly expected?: ReadonlyMap<string, readonly ExpectedOperation[]>;
  readonly seed: number;
  /** Where the traffic came from, in words. */
  readonly source: string;
}

const trees = 200;
const psi = 1024;
const paddingShare = 0.03;
/** Share of the normal operations that may score above the threshold. */
const falseAlarmShare = 0.001;
const leastRows = 1000;

/**
 * Trains on normal traffic: features, forest, threshold, file. The same operations and seed give the same bytes.
 * @throws bad_training_data
 */
export function trainModel({ operations, expected, seed, source }: TrainingOptions): TrainedModel {
  const rows = trafficFeatures(operations, expected);
  if (rows.length < leastRows) {
    const limit = `at least ${leastRows} operations of learned contexts`;
    throw errors.bad_training_data({ field: 'the traffic', limit, value: rows.length });
  }
  const random = seededRandom(seed);
  const normal = matrixOf(rows);
  const forest = growForest(padded(normal, random), { trees, psi, random });
  const threshold = alertThreshold(forest, normal);
  const largest = featureNames.map((_, feature) => rows.reduce((most, row) => Math.max(most, row[feature] ?? 0), 0));
  const facts = {
    model_version: modelVersion,
    features: featureNames,
    trees,
    psi: forest.psi,
    seed,
    training_rows: rows.length,
    training_source: source,
    data_sha256: sha256(Buffer.from(normal.values.buffer)),
    alert_threshold: threshold,
    feature_maxima: largest.map((value) => Math.fround(value)),
  };
  const onnx = writeOnnx(forest, featureNames.length, asProperties(facts));
  return { onnx, card: { ...facts, model_sha256: sha256(onnx) } };
}

/** Features of all operations, each seen against all the traffic of its context. */
export function trafficFeatures(
  operations: readonly ModbusOperation[],
  expected: TrainingOptions['expected'] = new Map(),
): number[][] {
  const contexts = [...Map.groupBy(operations, contextOf)];
  return contexts.flatMap(([name, ofContext]) => {
    const known = expected.get(name) ?? observedOperations(ofContext);
    const learned = learnedFrom(ofContext, known);
    if (!learned) return [];
    const context = contextWith(known, 0, learned);
    return ofContext.flatMap((operation) => {
      const { features } = context.observe(operation);
      return features ? [[...features]] : [];
    });
  });
}

function learnedFrom(
  operations: readonly ModbusOperation[],
  expected: readonly ExpectedOperation[],
): LearnedTraffic | undefined {
  let learned: LearnedTraffic | undefined;
  const context = contextWith(expected, durationOf(operations), undefined, (result) => (learned = result));
  for (const operation of operations) context.observe(operation);
  return learned;
}

function contextWith(
  expected: readonly ExpectedOperation[],
  learningMs: number,
  learned: LearnedTraffic | undefined,
  onLearned: (learned: LearnedTraffic) => void = () => undefined,
): TrafficContext {
  return new TrafficContext({ expected: () => expected, learnsReads: false, learningMs, learned, onLearned });
}

/** A recording of normal traffic tells by itself what is normal. */
function observedOperations(operations: readonly ModbusOperation[]): ExpectedOperation[] {
  const hours = durationOf(operations) / hourMs;
  return [...Map.groupBy(operations, requestKey)].map(([key, { length }]) => periodic(requestOf(key), length / hours));
}

function durationOf(operations: readonly ModbusOperation[]): number {
  return (operations.at(-1)?.at ?? NaN) - (operations[0]?.at ?? NaN);
}

/**
 * Adds rows that each leave the normal range in one feature: a forest splits on nothing that was constant in training and
 * knows nothing beyond the largest value that it saw.
 */
function padded(normal: Matrix, random: Random): Matrix {
  const { values, width } = normal;
  const rows = rowCount(normal);
  const ranges = Array.from({ length: width }, (_, feature) => rangeOf(normal, feature));
  const padding = Array.from({ length: Math.round(paddingShare * rows) }, (_, index) => {
    const start = random.below(rows) * width;
    const row = [...values.subarray(start, start + width)];
    const feature = index % width;
    const { most, span } = ranges[feature] ?? { most: NaN, span: NaN };
    row[feature] = most + random.uniform() * span;
    return row;
  });
  return { values: Float32Array.from([...values, ...padding.flat()]), width };
}

function rangeOf({ values, width }: Matrix, feature: number): { most: number; span: number } {
  const column = values.filter((_, index) => index % width === feature);
  const [least, most] = column.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  return { most, span: Math.max(most - least, 1) };
}

/** Enough rows to see a thousandth of them; scoring more would only cost time. */
const mostScoredRows = 10_000;

function alertThreshold(forest: IsolationForest, normal: Matrix): number {
  const every = Math.ceil(rowCount(normal) / mostScoredRows);
  const scored = Array.from({ length: Math.floor(rowCount(normal) / every) }, (_, index) => index * every);
  const scores = scored.map((row) => forestScore(forest, normal, row)).sort((a, b) => b - a);
  const score = scores[Math.floor(falseAlarmShare * scores.length)] ?? 1;
  return Math.ceil(score * 1000) / 1000;
}

function asProperties(facts: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, String(value)]));
}
