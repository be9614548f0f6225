import type { BenchGateway } from './gateway.ts';

/** Samples of `/metrics`: name with labels as printed, and value. */
export type Metrics = ReadonlyMap<string, number>;

export async function readMetrics({ url }: BenchGateway): Promise<Metrics> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const valueAt = line.lastIndexOf(' ');
      return [line.slice(0, valueAt), Number(line.slice(valueAt + 1))];
    }),
  );
}

/** The one sample of a metric that has no labels but the site's. */
export function valueOf(metrics: Metrics, name: string): number {
  const [sample] = [...metrics].filter(([key]) => key === name || key.startsWith(`${name}{`));
  if (!sample) throw new Error(`/metrics has no ${name}`);
  return sample[1];
}

/**
 * Quantile of a histogram between two readings, linear inside its bucket as `histogram_quantile` of Prometheus has it;
 * infinite when it lies above the last bound.
 */
export function quantileOf(name: string, share: number, before: Metrics, after: Metrics): number {
  const bucket = new RegExp(`^${name}_bucket\\{.*le="([^"]+)"`);
  const buckets = [...after]
    .flatMap(([key, count]) => {
      const [, bound] = bucket.exec(key) ?? [];
      return bound === undefined ? [] : [{ bound: boundOf(bound), count: count - (before.get(key) ?? 0) }];
    })
    .sort((a, b) => a.bound - b.bound);
  const rank = share * (buckets.at(-1)?.count ?? 0);
  const at = buckets.findIndex(({ count }) => count >= rank);
  const { bound, count } = buckets[at] ?? { bound: NaN, count: NaN };
  const below = buckets[at - 1] ?? { bound: 0, count: 0 };
  return below.bound + ((bound - below.bound) * (rank - below.count)) / (count - below.count);
}

function boundOf(text: string): number {
  return text === '+Inf' ? Infinity : Number(text);
}
