import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { textOf } from '../kernel/index.ts';
import { errors } from './server-errors.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Samples by the name of their family, from an exporter's text or a Prometheus server. */
export class Exposition {
  readonly #families: ReadonlyMap<string, readonly Sample[]>;

  constructor(families: ReadonlyMap<string, readonly Sample[]>) {
    this.#families = families;
  }

  samples(family: string): readonly Sample[] {
    return this.#families.get(family) ?? [];
  }

  /** The first sample of a family that has a value; null without one. */
  value(family: string): number | null {
    return this.samples(family).find(({ value }) => Number.isFinite(value))?.value ?? null;
  }

  /** Values of a family by one of its labels; of several with the same label the last. */
  byLabel(family: string, label: string): ReadonlyMap<string, number> {
    return new Map(this.samples(family).map(({ labels, value }) => [labels[label] ?? '', value]));
  }
}

/**
 * Reads the families whose names begin as `wanted` says; an exporter sends a thousand lines of which few are used.
 * Throws `source_not_understood` for a line of them that cannot be read.
 */
export function parseExposition(text: string, wanted: RegExp): Exposition {
  const lines = text.split('\n').filter((line) => wanted.test(line));
  try {
    // Without an end to its last line the library loses the last family.
    const families = parsePrometheusTextFormat(`${lines.join('\n')}\n`);
    const samples = families.flatMap(({ name, metrics }) => {
      return metrics.map(({ labels = {}, value }) => ({ name, labels, value: Number(value) }));
    });
    return new Exposition(Map.groupBy(samples, ({ name }) => name));
  } catch (thrown) {
    throw errors.source_not_understood({ limit: 'Prometheus text', value: textOf(thrown).slice(0, 200) });
  }
}
