import type { JudgedFigure, Target } from './figure.ts';

const columns = ['figure', 'median', 'range', 'yardstick', 'ratio', 'target', 'verdict'] as const;

/** Figures as aligned text; the ratio is the value over its yardstick. */
export function formatTable(figures: readonly JudgedFigure[]): string {
  const rows = [columns, ...figures.map(cellsOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf(figure: JudgedFigure): readonly string[] {
  const { name, unit, rounds, yardstick, yardstickMedian, ratio, target, passed } = figure;
  return [
    name,
    `${short(figure.median)} ${unit}`,
    rounds.length > 1 ? `${short(Math.min(...rounds))}-${short(Math.max(...rounds))}` : '',
    yardstick && yardstickMedian !== null ? `${short(yardstickMedian)} (${yardstick.name})` : '',
    ratio === null ? '' : short(ratio),
    target ? textOf(target, unit) : '',
    passed === null ? '' : passed ? 'pass' : 'MISS',
  ];
}

function textOf({ of, is, limit, aim }: Target, unit: string): string {
  const wanted = of === 'ratio' ? `ratio ${is} ${limit}` : `${is} ${limit} ${unit}`;
  return aim === undefined ? wanted : `${wanted}, aim ${aim}`;
}

/** Three significant digits, whole numbers from 100 on. */
function short(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
