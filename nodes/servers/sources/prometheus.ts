import { Exposition, type Sample } from '../exposition.ts';
import { fetchJson } from '../fetch-text.ts';
import { hostFamilies } from '../host-reading.ts';
import type { Reading } from '../reading.ts';
import { errors } from '../server-errors.ts';
import { HostRates } from './node-exporter.ts';
import { gpuFamilies, gpusOf } from './nvidia.ts';
import { type HttpSource, pathUnder, type Source } from './source.ts';

/** Longer than any usual scrape interval, so that the newest sample of each series is in it. */
const lookBack = '2m';

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Epoch seconds and value, oldest first. */
  readonly values: readonly (readonly [number, string])[];
}

/**
 * A Prometheus server that scrapes the server's exporters itself, asked by its HTTP API. Rates are between the samples
 * that it took, by their own times.
 */
export function prometheusSource(label: string, http: HttpSource): Source {
  const { instance, credential } = http;
  if (instance === undefined) {
    throw errors.bad_source({ field: 'instance', limit: 'the instance label of the server', value: instance });
  }
  const url = pathUnder(http.url, '/api/v1/query');
  url.searchParams.set('query', rangeQuery(instance));
  const headers = credential === undefined ? {} : { Authorization: credential };
  const rates = new HostRates();
  let last: { readonly atMs: number; readonly reading: Reading } | undefined;
  return {
    label,
    async collect() {
      const { exposition, atMs } = newestSamples(await fetchJson(url, { ...http, headers }));
      // Asked more often than it scrapes, the server has nothing new to say.
      if (last?.atMs === atMs) return last.reading;
      const gpus = gpusOf(exposition);
      last = { atMs, reading: { ...rates.take(exposition, atMs), ...(gpus.length > 0 && { gpus }) } };
      return last.reading;
    },
  };
}

/** All families of a host, with or without the port of its exporters in the label. */
export function rangeQuery(instance: string): string {
  const host = instance
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');
  return `{instance=~"${host}(:[0-9]+)?",__name__=~"${hostFamilies}|${gpuFamilies}"}[${lookBack}]`;
}

/** The newest sample of each series, and when those of the host were taken, epoch milliseconds. */
export function newestSamples(answer: unknown): { readonly exposition: Exposition; readonly atMs: number } {
  const { status, data } = (answer ?? {}) as { readonly status?: string; readonly data?: { result?: unknown } };
  if (status !== 'success' || !Array.isArray(data?.result)) {
    throw errors.source_not_understood({ limit: 'that of a Prometheus query' });
  }
  const families = new Map<string, Sample[]>();
  let newest = 0;
  for (const { metric, values } of data.result as readonly Series[]) {
    const { __name__: family = '', ...labels } = metric;
    const [at, value] = values.at(-1) ?? [0, 'NaN'];
    if (family.startsWith('node_')) newest = Math.max(newest, at);
    const samples = families.get(family) ?? [];
    samples.push({ labels, value: Number(value) });
    families.set(family, samples);
  }
  return { exposition: new Exposition(families), atMs: newest * 1000 };
}
