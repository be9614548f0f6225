import { type Exposition, parseExposition } from '../exposition.ts';
import { fetchText } from '../fetch-text.ts';
import { type HostCounters, hostCountersOf } from '../host-counters.ts';
import { hostFamilies, hostReadingOf } from '../host-reading.ts';
import type { Reading } from '../reading.ts';
import { errors } from '../server-errors.ts';
import type { HttpSource, Source } from './source.ts';

const wanted = new RegExp(`^(?:${hostFamilies})[ {]`);

/** The text of Prometheus's node_exporter. */
export function nodeExporterSource(label: string, http: HttpSource): Source {
  const rates = new HostRates();
  return {
    label,
    async collect() {
      const text = await fetchText(http.url, http);
      return rates.take(parseExposition(text, wanted), http.clock.monotonic());
    },
  };
}

/** Remembers the counters of a host from one reading to the next. */
export class HostRates {
  #before: HostCounters | undefined;

  /** Throws `source_not_understood` for an answer without a processor. */
  take(exposition: Exposition, atMs: number): Reading {
    const counters = hostCountersOf(exposition, atMs);
    if (counters.cores.size === 0) throw errors.source_not_understood({ limit: 'that of a node_exporter' });
    const reading = hostReadingOf(exposition, counters, this.#before);
    this.#before = counters;
    return reading;
  }
}
