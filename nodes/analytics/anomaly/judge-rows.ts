import { at } from '../statistics/column.ts';
import { severities, type Severity, type SeverityLimits } from './severity-limits.ts';

export type AnomalyType = 'energy_spike' | 'energy_drop' | 'sustained_drift' | 'flatline' | 'missing_data';

/** Rows of equal length without a hole: what was not measured is NaN. */
export interface JudgedRows {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  /** kWh; NaN where the row was not measured. */
  readonly actual: Float64Array;
  /** kWh; NaN where the model has no answer. */
  readonly expected: Float64Array;
}

export interface JudgeOptions {
  readonly limits: SeverityLimits;
  /** Smallest energy that the meter tells apart, kWh. */
  readonly resolutionKwh: number;
}

export interface RowVerdict {
  readonly severity: Severity;
  readonly type: AnomalyType;
}

/** Less than this share of the expected energy is no anomaly, however tight the model. */
const smallestEffect = 0.05;
/** Rows on one side of the drift limit that make a drift, and equal values that make a flatline. */
const runLength = 6;
/** Rows that a verdict depends on: its own and those before it. */
export const longestRun = runLength;
/** High this many times running is critical. */
const highRun = 3;
const missingRun = 3;

/**
 * The verdict on each row, null for an ordinary one. A row's verdict depends on it and on earlier rows alone, so that the
 * hourly job, the deviation and the heat map say the same.
 */
export function judgeRows(rows: JudgedRows, { limits, resolutionKwh }: JudgeOptions): readonly (RowVerdict | null)[] {
  const runs: Runs = { drift: 0, high: 0, missing: 0 };
  return Array.from(rows.actual, (actual, row) => {
    const expected = at(rows.expected, row);
    if (Number.isNaN(actual)) return missingVerdict(runs);
    runs.missing = 0;
    const deviation = actual - expected;
    const size = Math.abs(deviation);
    const matters = size >= smallestEffect * expected && size >= resolutionKwh;
    const side = matters ? Math.sign(deviation) : 0;
    runs.drift = continued(runs.drift, side, size > limits.drift);
    runs.high = continued(runs.high, side, size > limits.high);
    const verdict = matters ? deviationVerdict(size, side, runs, limits) : null;
    return verdict ?? (isFlat(rows, row, resolutionKwh) ? { severity: 'medium', type: 'flatline' } : null);
  });
}

/** Rows in a row; the sign is the side of the deviation. */
interface Runs {
  drift: number;
  high: number;
  missing: number;
}

function continued(run: number, side: number, isBeyond: boolean): number {
  if (!isBeyond || side === 0) return 0;
  return Math.sign(run) === side ? run + side : side;
}

function missingVerdict(runs: Runs): RowVerdict {
  runs.drift = 0;
  runs.high = 0;
  runs.missing += 1;
  return { severity: runs.missing >= missingRun ? 'medium' : 'low', type: 'missing_data' };
}

function deviationVerdict(size: number, side: number, runs: Runs, limits: SeverityLimits): RowVerdict | null {
  const exceeded = severities.filter((severity) => size > limits[severity]).length;
  const isDrift = Math.abs(runs.drift) >= runLength;
  const isLasting = Math.abs(runs.high) >= highRun;
  const level = isLasting ? severities.length : Math.min(severities.length, exceeded + (isDrift ? 1 : 0));
  const severity = severities[level - 1];
  if (!severity) return null;
  if (isDrift) return { severity, type: 'sustained_drift' };
  return { severity, type: side > 0 ? 'energy_spike' : 'energy_drop' };
}

/** The same energy row after row while the model expects it to move: a meter that stands still. */
function isFlat({ actual, expected }: JudgedRows, row: number, resolutionKwh: number): boolean {
  if (row + 1 < runLength) return false;
  const measured = actual.subarray(row + 1 - runLength, row + 1);
  const range = (values: Float64Array): number => Math.max(...values) - Math.min(...values);
  const moved = range(expected.subarray(row + 1 - runLength, row + 1));
  // NaN among the values compares false.
  return range(measured) < resolutionKwh / 2 && moved >= smallestEffect * at(expected, row) && moved >= resolutionKwh;
}
