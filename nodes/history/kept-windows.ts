import { RecentlyUsed } from './recently-used.ts';
import type { SeriesJson } from './series-json.ts';
import type { SeriesQuestion } from './series.ts';
import { type BucketTier, windowsOf, tierShapes } from './tier.ts';
import { cutOut, type WindowQuestion, type WindowText } from './window-text.ts';

/** Some forty megabytes of text: a window of minutes takes fifty kilobytes, one of hours a hundred. */
const maxWindows = 800;
/** Longer questions are rare, and would push out what is asked often. */
const maxWindowsOfQuestion = 16;

const opening = Buffer.from('[');
const comma = Buffer.from(',');
const closing = Buffer.from(']');

interface KeptQuestion extends SeriesQuestion {
  readonly tier: BucketTier;
}

/**
 * The texts of whole windows, in the main thread: a chart is drawn again and again from buckets that have not changed since.
 * All are forgotten when any bucket changes, once a minute while nothing comes late.
 */
export class KeptWindows {
  readonly #read: (question: WindowQuestion) => Promise<readonly WindowText[]>;
  /** Promises, so that those who ask at the same time share one read, and one that ends too late is kept by nobody. */
  readonly #kept = new RecentlyUsed<Promise<WindowText>>(maxWindows);

  constructor(read: (question: WindowQuestion) => Promise<readonly WindowText[]>) {
    this.#read = read;
  }

  /** Call when a write of buckets has ended, whatever its end was. */
  forget(): void {
    this.#kept.clear();
  }

  /** Whether a question is for here: buckets of a time that is not too long. */
  takes(question: SeriesQuestion): question is KeptQuestion {
    const { tier, from, to } = question;
    return tier !== 'telemetry' && to - from <= maxWindowsOfQuestion * tierShapes[tier].windowMs;
  }

  /** Rejects like the read. */
  async seriesJson({ sensorId, tier, from, to }: KeptQuestion): Promise<SeriesJson> {
    const texts = await Promise.all(this.#texts(sensorId, tier, windowsOf(tier, from, to)));
    const parts = texts.map((text) => cutOut(text, from, to)).filter(({ pointCount }) => pointCount > 0);
    const separated = parts.flatMap(({ text }, at) => (at === 0 ? [text] : [comma, text]));
    return {
      pointCount: parts.reduce((sum, { pointCount }) => sum + pointCount, 0),
      json: [opening, ...separated, closing],
    };
  }

  /** In the order of the windows; those that are not kept are read together. */
  #texts(sensorId: number, tier: BucketTier, windows: readonly number[]): readonly Promise<WindowText>[] {
    const nameOf = (start: number): string => `${tier} ${sensorId} ${start}`;
    const kept = windows.map((start) => this.#kept.get(nameOf(start)));
    const missing = windows.filter((_, at) => kept[at] === undefined);
    if (missing.length === 0) return kept.filter((text) => text !== undefined);
    const read = this.#read({ sensorId, tier, windows: missing });
    return windows.map((start, at) => kept[at] ?? this.#keep(nameOf(start), read, missing.indexOf(start)));
  }

  #keep(name: string, read: Promise<readonly WindowText[]>, at: number): Promise<WindowText> {
    const text = read.then((texts) => {
      const found = texts[at];
      if (!found) throw new Error(`${name} was not read`);
      return found;
    });
    this.#kept.set(name, text);
    text.catch(() => {
      if (this.#kept.get(name) === text) this.#kept.delete(name);
    });
    return text;
  }
}
