import type { Message } from '../kernel/index.ts';
import { type PointIndex, type PointRole, Quality } from './point.ts';

export type FrameOrigin = 'polled' | 'posted' | 'simulated-history';

/** Reason of a point that had no turn in the cycle of a frame: it counts as no sample, neither good nor bad. */
export const notDue = 'not due in this cycle';

export interface FrameFields {
  readonly siteId: string;
  readonly deviceId: string;
  /** When the cycle ended, epoch milliseconds. */
  readonly ts: number;
  readonly cycle: number;
  readonly durationMs: number;
  readonly origin: FrameOrigin;
  readonly index: PointIndex;
  /** Engineering units, one per point; NaN where there is no value. */
  readonly values: Float64Array;
  readonly quality: Uint8Array;
  /** Why a point is not good, by column. */
  readonly reasons?: ReadonlyMap<number, string>;
}

export interface Reading {
  /** Null when the point could not be read: never zero, never the last value. */
  readonly value: number | null;
  readonly quality: Quality;
  readonly reason?: string;
}

/** What one device said in one cycle: columnar and immutable. */
export class Frame implements FrameFields {
  readonly siteId: string;
  readonly deviceId: string;
  readonly ts: number;
  readonly cycle: number;
  readonly durationMs: number;
  readonly origin: FrameOrigin;
  readonly index: PointIndex;
  readonly values: Float64Array;
  readonly quality: Uint8Array;
  readonly reasons: ReadonlyMap<number, string>;

  constructor(fields: FrameFields) {
    this.siteId = fields.siteId;
    this.deviceId = fields.deviceId;
    this.ts = fields.ts;
    this.cycle = fields.cycle;
    this.durationMs = fields.durationMs;
    this.origin = fields.origin;
    this.index = fields.index;
    this.values = fields.values;
    this.quality = fields.quality;
    this.reasons = fields.reasons ?? new Map();
  }

  /** A point by name; an unknown name reads as bad. */
  get(name: string): Reading {
    return this.#at(this.index.column(name));
  }

  ofRole(role: PointRole): Reading {
    return this.#at(this.index.columnOfRole(role));
  }

  /** True when at least one point was read well. */
  get anyGood(): boolean {
    return this.quality.includes(Quality.good);
  }

  #at(column: number | undefined): Reading {
    if (column === undefined) return { value: null, quality: Quality.bad, reason: 'no such point' };
    const quality = this.quality[column] as Quality;
    if (quality !== Quality.bad) return { value: this.values[column] ?? null, quality };
    return { value: null, quality, reason: this.reasons.get(column) ?? 'not read' };
  }
}

/** A frame as a message: small, cloneable, readable in the debug panel. `msg.payload` holds one value per point. */
export function frameMessage(frame: Frame): Message {
  const { deviceId, siteId, cycle, ts, durationMs, index, reasons } = frame;
  const bad = [...reasons].map(([column, reason]) => [index.points[column]?.name ?? column, reason] as const);
  return {
    _msgid: `${deviceId}:${cycle}`,
    topic: deviceId,
    payload: Object.fromEntries(index.points.map(({ name }) => [name, frame.get(name).value])),
    frame: { siteId, deviceId, cycle, ts, durationMs, bad: Object.fromEntries(bad) },
  };
}
