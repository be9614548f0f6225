import { at } from '../statistics/column.ts';
import type { AnomalyType, JudgedRows, RowVerdict } from './judge-rows.ts';
import { severities, type Severity } from './severity-limits.ts';

/** Anomalous rows that follow each other on one side: one event to whoever looks after the machine. */
export interface AnomalyEpisode {
  readonly type: AnomalyType;
  readonly severity: Severity;
  /** Start of the first row and of the worst one, epoch milliseconds. */
  readonly from: number;
  readonly worstAt: number;
  readonly rowCount: number;
  /** Of the worst row, kWh; null where it was not measured. */
  readonly actual: number | null;
  readonly expected: number | null;
  readonly deviation: number | null;
  readonly deviationPct: number | null;
  readonly description: string;
}

/** The episodes in the order of time. */
export function episodesOf(rows: JudgedRows, verdicts: readonly (RowVerdict | null)[]): readonly AnomalyEpisode[] {
  const groups: number[][] = [];
  for (const [row, verdict] of verdicts.entries()) {
    if (!verdict) continue;
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before === row - 1 && kindOf(rows, verdicts, before) === kindOf(rows, verdicts, row)) last.push(row);
    else groups.push([row]);
  }
  return groups.map((group) => episodeOf(rows, verdicts, group));
}

/** A spike that lasts becomes a drift, which is the same event. */
function kindOf({ actual, expected }: JudgedRows, verdicts: readonly (RowVerdict | null)[], row: number): string {
  const type = verdicts[row]?.type ?? '';
  return type === 'missing_data' || type === 'flatline' ? type : String(at(actual, row) > at(expected, row));
}

function episodeOf(
  rows: JudgedRows,
  verdicts: readonly (RowVerdict | null)[],
  group: readonly number[],
): AnomalyEpisode {
  const levelOf = (row: number): number => severities.findIndex((severity) => severity === verdicts[row]?.severity);
  const sizeOf = (row: number): number => Math.abs(at(rows.actual, row) - at(rows.expected, row)) || 0;
  const compareGravity = (a: number, b: number): number => levelOf(a) - levelOf(b) || sizeOf(a) - sizeOf(b);
  const worst = group.reduce((a, b) => (compareGravity(a, b) < 0 ? b : a));
  const type = group.some((row) => verdicts[row]?.type === 'sustained_drift')
    ? 'sustained_drift'
    : verdicts[worst]?.type;
  const [actual, expected] = [finite(at(rows.actual, worst)), finite(at(rows.expected, worst))];
  const deviation = actual === null || expected === null ? null : actual - expected;
  const deviationPct = deviation === null || expected === null || expected === 0 ? null : (100 * deviation) / expected;
  const facts = {
    type: type ?? 'missing_data',
    severity: severities[levelOf(worst)] ?? 'low',
    from: at(rows.start, group[0] ?? NaN),
    worstAt: at(rows.start, worst),
    rowCount: group.length,
    actual,
    expected,
    deviation,
    deviationPct,
  } as const;
  return { ...facts, description: describe(facts) };
}

function describe({ type, rowCount, deviationPct, actual }: Omit<AnomalyEpisode, 'description'>): string {
  const during = rowCount === 1 ? 'for one interval' : `for ${rowCount} intervals`;
  if (type === 'missing_data') return `No energy reading ${during}`;
  if (type === 'flatline') return `The meter has shown ${String(actual)} kWh without change while the baseline moved`;
  if (deviationPct === null) return `Energy used ${during} where the baseline expected none`;
  const beside = deviationPct > 0 ? 'above' : 'below';
  return `Energy consumption ${Math.abs(deviationPct).toFixed(0)} % ${beside} baseline, ${during}`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
