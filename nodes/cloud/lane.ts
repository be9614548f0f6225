import { maxBatchRows } from './outbox-schema.ts';
import type { FailureKind } from './publish-report.ts';

/** How a lane stands: one row of messages to one ordering key, a batch at a time. */
export interface LaneState {
  /** Failures in a row. */
  readonly failures: number;
  /** Rows of the next batch: all that fit, fewer while an invalid message is looked for. */
  readonly batchRows: number;
  /** Monotonic time before which nothing is sent. */
  readonly waitsUntil: number;
  /** Why nothing will go until somebody acts; null otherwise. */
  readonly blockedBy: string | null;
}

export interface FailedBatch {
  readonly kind: FailureKind;
  readonly reason: string;
  readonly rows: number;
}

const firstBackoffMs = 250;
const maxBackoffMs = 60_000;
const blockedRetryMs = 5 * 60_000;

export const freshLane: LaneState = { failures: 0, batchRows: maxBatchRows, waitsUntil: -Infinity, blockedBy: null };

/** A batch that went through opens the lane and doubles a batch that had been made smaller. */
export function afterSuccess({ batchRows }: LaneState): LaneState {
  return { ...freshLane, batchRows: Math.min(maxBatchRows, batchRows * 2) };
}

/**
 * Transient: full jitter, 0 to min(60 s, 0.25 s x 2^n) (M. Brooker, "Exponential Backoff And Jitter", 2015). Permanent:
 * slow. Invalid: half of the batch at once, until the one bad row stands alone; the caller buries that one.
 */
export function afterFailure(state: LaneState, batch: FailedBatch, now: number, random: () => number): LaneState {
  const { kind, reason, rows } = batch;
  if (kind === 'invalid') return { ...state, batchRows: Math.max(1, Math.ceil(rows / 2)) };
  const failures = state.failures + 1;
  if (kind === 'permanent') return { ...state, failures, waitsUntil: now + blockedRetryMs, blockedBy: reason };
  return { ...state, failures, waitsUntil: now + random() * backoffCeilingMs(state.failures), blockedBy: null };
}

/** Longest wait after that many failures before this one. */
export function backoffCeilingMs(failuresBefore: number): number {
  return Math.min(maxBackoffMs, firstBackoffMs * 2 ** failuresBefore);
}
