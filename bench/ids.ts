import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { forestScore, growForest, type Matrix, matrixOf, rowCount } from '../nodes/ids/isolation-forest.ts';
import { shippedModelFile } from '../nodes/ids/model-file.ts';
import { modelInput, modelOutput, writeOnnx } from '../nodes/ids/onnx-writer.ts';
import { contextOf, type ModbusOperation } from '../nodes/ids/operation.ts';
import { seededRandom } from '../nodes/ids/random.ts';
import { Scorer } from '../nodes/ids/scorer.ts';
import { simulateTraffic } from '../nodes/ids/simulated-traffic.ts';
import { TrafficContext } from '../nodes/ids/traffic-context.ts';
import { trafficFeatures } from '../nodes/ids/training.ts';
import { systemClock, WorkerPool } from '../nodes/kernel/index.ts';
import { demoDevices, shippedTraining } from '../scripts/train-ids.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { percentile } from './support/statistics.ts';

const frames = 20_000;
const paper = { trees: 100, psi: 256 };
const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
const largestDifference = 1e-6;

/** Public data sets with an `anomaly` column; what their licences forbid to ship lies in the folder that IDS_DATA names. */
const dataSets = [
  { name: 'Shuttle', file: 'shuttle_every10th.csv', leastAuc: 0.995 },
  { name: 'Ionosphere', file: 'ionosphere.csv', leastAuc: 0.83 },
] as const;

export const ids: Benchmark = {
  name: 'ids',
  title: 'Intrusion detection: one operation judged, a training in a worker, accuracy on public data sets',
  async run(context) {
    return [...(await scoring(context)), ...(await training(context)), ...(await accuracy(context))];
  },
};

async function scoring(context: BenchContext): Promise<Figure[]> {
  const scorer = await Scorer.open(shippedModelFile);
  context.onEnd(() => scorer.close());
  const rounds = await measureRounds(context, (round) => timesOf(scorer, Math.round(frames * context.scale), round));
  const of = (share: number) => rounds.map((times) => percentile(times, share));
  const name = 'one operation: features, rules and model';
  return [
    { name: `${name}, p50`, unit: 'us', rounds: of(0.5), target: { of: 'value', is: '<=', limit: 50 } },
    { name: `${name}, p99`, unit: 'us', rounds: of(0.99), target: { of: 'value', is: '<=', limit: 1000 } },
  ];
}

/** Microseconds of each operation on this thread, one after the other, without a batch. */
async function timesOf(scorer: Scorer, count: number, seed: number): Promise<number[]> {
  const { expected } = shippedTraining();
  const contexts = new Map<string, TrafficContext>();
  const times: number[] = [];
  for (const operation of simulateTraffic(demoDevices(), count, seededRandom(seed))) {
    const name = contextOf(operation);
    const context = contexts.get(name) ?? newContext(expected?.get(name) ?? []);
    contexts.set(name, context);
    const startedAt = performance.now();
    const { features } = context.observe(operation);
    if (!features) continue;
    await scorer.score([features]);
    times.push((performance.now() - startedAt) * 1000);
  }
  return times;
}

function newContext(expected: ReturnType<ConstructorParameters<typeof TrafficContext>[0]['expected']>): TrafficContext {
  return new TrafficContext({
    expected: () => expected,
    learnsReads: true,
    learningMs: 10_000,
    onLearned: () => undefined,
  });
}

async function training(context: BenchContext): Promise<Figure[]> {
  const file = path.join(context.folder, 'traffic.jsonl');
  const operations = simulateTraffic(demoDevices(), frames, seededRandom(1)).slice(0, frames);
  writeFileSync(file, operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''));
  const pool = new WorkerPool(systemClock);
  context.onEnd(() => pool.close());
  const rounds = await measureRounds(context, () => trainInWorker(pool, file));
  return [
    {
      name: `training on ${frames} operations in a worker`,
      unit: 'ms',
      rounds: rounds.map(({ tookMs }) => tookMs),
      target: { of: 'value', is: '<=', limit: 1000 },
    },
    {
      name: 'longest delay of the main loop meanwhile',
      unit: 'ms',
      rounds: rounds.map(({ delayMs }) => delayMs),
      target: { of: 'value', is: '<=', limit: 10 },
    },
    { name: 'largest difference of model and trees', unit: '', ...(await differenceOnTraffic(operations)) },
  ];
}

/** The first training of a thread loads and compiles the code, as it does on a gateway. */
async function trainInWorker(pool: WorkerPool, file: string): Promise<{ tookMs: number; delayMs: number }> {
  const resolutionMs = 1;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const startedAt = performance.now();
  await pool.run({
    module: new URL('../nodes/ids/training-job', import.meta.url),
    function: 'trainOnRecording',
    argument: { file, seed: 1, source: 'bench' },
  });
  const tookMs = performance.now() - startedAt;
  delay.disable();
  // The histogram holds the whole interval of its timer.
  return { tookMs, delayMs: delay.max / 1e6 - resolutionMs };
}

async function differenceOnTraffic(operations: readonly ModbusOperation[]): Promise<Pick<Figure, 'rounds' | 'target'>> {
  const difference = await differenceOf(matrixOf(trafficFeatures(operations)));
  return { rounds: [difference], target: { of: 'value', is: '<=', limit: largestDifference } };
}

async function accuracy(context: BenchContext): Promise<Figure[]> {
  const folder = process.env['IDS_DATA'] ?? '';
  const figures: Figure[] = [];
  for (const { name, file, leastAuc } of dataSets) {
    const csv = path.join(folder, file);
    if (folder === '' || !existsSync(csv)) {
      context.say(`SKIPPED: accuracy on ${name}; set IDS_DATA to a folder that holds ${file}`);
      continue;
    }
    const { data, isAnomaly } = readDataSet(csv);
    const mean = meanOf(seeds.map((seed) => areaUnderCurve(scoresOf(data, seed), isAnomaly)));
    const reference = referenceAuc(csv);
    if (reference === undefined) context.say(`SKIPPED: scikit-learn's accuracy on ${name}; install python3-sklearn`);
    figures.push({
      name: `mean AUC of ${seeds.length} seeds on ${name}`,
      unit: '',
      rounds: [mean],
      ...(reference !== undefined && { yardstick: { name: 'scikit-learn', rounds: [reference] } }),
      target: { of: 'value', is: '>', limit: leastAuc },
    });
    figures.push({
      name: `largest difference of model and trees on ${name}`,
      unit: '',
      rounds: [await differenceOf(data)],
      target: { of: 'value', is: '<=', limit: largestDifference },
    });
  }
  return figures;
}

function readDataSet(csv: string): { data: Matrix; isAnomaly: readonly boolean[] } {
  const [, ...lines] = readFileSync(csv, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  return {
    data: matrixOf(rows.map((row) => row.slice(0, -1))),
    isAnomaly: rows.map((row) => row.at(-1) === 1),
  };
}

function scoresOf(data: Matrix, seed: number): number[] {
  const forest = growForest(data, { ...paper, random: seededRandom(seed) });
  return Array.from({ length: rowCount(data) }, (_, row) => forestScore(forest, data, row));
}

/** Probability that an anomaly scores above a normal row, ties counted half: the rank sum of Mann and Whitney. */
function areaUnderCurve(scores: readonly number[], isAnomaly: readonly boolean[]): number {
  const byScore = Map.groupBy(scores.keys(), (row) => scores[row] ?? NaN);
  const anomalies = isAnomaly.filter(Boolean).length;
  let below = 0;
  let wins = 0;
  for (const [, rows] of [...byScore].toSorted(([a], [b]) => a - b)) {
    const anomalous = rows.filter((row) => isAnomaly[row]).length;
    const normal = rows.length - anomalous;
    wins += anomalous * (below + normal / 2);
    below += normal;
  }
  return wins / (anomalies * (isAnomaly.length - anomalies));
}

async function differenceOf(data: Matrix): Promise<number> {
  const forest = growForest(data, { ...paper, random: seededRandom(1) });
  const session = await InferenceSession.create(writeOnnx(forest, data.width, {}));
  const input = new Tensor('float32', data.values, [rowCount(data), data.width]);
  const scores = (await session.run({ [modelInput]: input }))[modelOutput]?.data as Float32Array;
  await session.release();
  return scores.reduce((most, score, row) => Math.max(most, Math.abs(score - forestScore(forest, data, row))), 0);
}

const referenceScript = `
import sys, numpy
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
table = numpy.genfromtxt(sys.argv[1], delimiter=',', skip_header=1)
rows, anomaly = table[:, :-1], table[:, -1]
def auc(seed):
    forest = IsolationForest(n_estimators=${paper.trees}, max_samples=min(${paper.psi}, len(rows)), random_state=seed).fit(rows)
    return roc_auc_score(anomaly, -forest.score_samples(rows))
print(numpy.mean([auc(seed) for seed in range(1, ${seeds.length + 1})]))
`;

/** Mean AUC of scikit-learn with the same settings, where a Python with it is installed. */
function referenceAuc(csv: string): number | undefined {
  const answers = ['/usr/bin/python3', 'python3'].map((python) => spawnSync(python, ['-c', referenceScript, csv]));
  const answer = answers.find(({ status }) => status === 0);
  return answer && Number(answer.stdout);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
