import { Frame, notDue, type PointIndex, Quality } from '../site/index.ts';
import type { PostedSensor } from './posted-sensors.ts';
import type { PostedReading } from './readings.ts';

/** What is known so far of one device at one time. */
interface Draft {
  readonly siteId: string;
  readonly ts: number;
  readonly values: Float64Array;
  readonly quality: Uint8Array;
  /** By column, for those that were given and are not good. */
  readonly reasons: Map<number, string>;
  readonly given: Uint8Array;
}

/**
 * Readings on their way into frames, one of each device and time. A frame has all columns of its device: the history knows
 * one order of columns for each. A point that nobody posted is not due in it, so that it counts as no sample at all.
 */
export class PostedFrames {
  readonly #drafts = new Map<PointIndex, Map<number, Draft>>();
  #readings = 0;

  get readings(): number {
    return this.#readings;
  }

  has({ index, column }: PostedSensor, ts: number): boolean {
    return this.#drafts.get(index)?.get(ts)?.given[column] === 1;
  }

  /** As the history has it: of two of the same time the later stands, but a bad one takes the place of none. */
  add({ sensor, value, quality, reason }: PostedReading, ts: number): void {
    this.#readings += 1;
    const { column } = sensor;
    const draft = this.#draftOf(sensor, ts);
    if (draft.given[column] === 1 && quality === Quality.bad) return;
    draft.given[column] = 1;
    draft.values[column] = value;
    draft.quality[column] = quality;
    if (reason === undefined) draft.reasons.delete(column);
    else draft.reasons.set(column, reason);
  }

  /** All frames, with a cycle number that the devices have not had yet. */
  frames(cycle: number): readonly Frame[] {
    return [...this.#drafts].flatMap(([index, drafts]) =>
      [...drafts.values()].map((draft) => frameOf(index, draft, cycle)),
    );
  }

  #draftOf({ siteId, index }: PostedSensor, ts: number): Draft {
    const known = this.#drafts.get(index)?.get(ts);
    if (known) return known;
    const draft = {
      siteId,
      ts,
      values: new Float64Array(index.size).fill(NaN),
      quality: new Uint8Array(index.size).fill(Quality.bad),
      reasons: new Map<number, string>(),
      given: new Uint8Array(index.size),
    };
    const ofDevice = this.#drafts.get(index) ?? new Map<number, Draft>();
    this.#drafts.set(index, ofDevice.set(ts, draft));
    return draft;
  }
}

function frameOf(index: PointIndex, { siteId, ts, values, quality, reasons, given }: Draft, cycle: number): Frame {
  for (const [column, isGiven] of given.entries()) if (isGiven === 0) reasons.set(column, notDue);
  return new Frame({
    siteId,
    deviceId: index.deviceId,
    ts,
    cycle,
    durationMs: 0,
    origin: 'posted',
    index,
    values,
    quality,
    reasons,
  });
}
