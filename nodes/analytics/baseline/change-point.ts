import { errors } from '../errors.ts';
import { at, centred, dot, quantileOfSorted, sorted } from '../statistics/column.ts';
import { type Form, type Term, termValue } from './form.ts';
import { driverOf, type Observations } from './observations.ts';

/** Balance points of heating and cooling; null for a side on which energy does not depend on the temperature. */
interface BalancePoints {
  readonly heating: number | null;
  readonly cooling: number | null;
}

/** Balance points are sought between these shares of the temperatures: beyond them a line has too few rows. */
const outermostShare = 0.05;
const coarseSteps = 9;
const fineSteps = 8;

/**
 * The change-point form (three to five parameters) of least squared error, as ASHRAE's Inverse Modeling Toolkit has them:
 * heating below one balance temperature, cooling above another, with slopes that are not negative. Sought on quantiles of the
 * temperature, then between the neighbours of the best. Throws `no_driver` when the energy does not depend on it.
 */
export function changePointForm(observations: Observations, temperature: string, others: readonly string[]): Form {
  const values = driverOf(observations, temperature);
  const ascending = sorted(values);
  const quantileAt = (step: number): number =>
    quantileOfSorted(ascending, outermostShare + (step / coarseSteps) * (1 - 2 * outermostShare));
  const grid = Array.from({ length: coarseSteps + 1 }, (_, step) => quantileAt(step));
  const otherTerms = others.map((driver): Term => ({ kind: 'driver', driver }));

  const columns = new Map<string, Float64Array>();
  const columnOf = (term: Term): Float64Array => {
    const name = JSON.stringify(term);
    const column = columns.get(name) ?? centredColumn(term, driverOf(observations, term.driver));
    columns.set(name, column);
    return column;
  };
  const rest = otherTerms.map(columnOf);
  const target = centred(observations.target);
  const squaresOf = (points: BalancePoints): number => {
    const own = temperatureTerms(temperature, points).map(columnOf);
    const { slopes, squares } = solveNormalEquations([...own, ...rest], target);
    // Two lines that meet in one point (four parameters) may both fall or rise.
    const isFree = points.heating === points.cooling;
    return isFree || own.every((_, column) => at(slopes, column) >= 0) ? squares : Infinity;
  };

  const coarse = bestOf(pairs([null, ...grid], [null, ...grid]), squaresOf);
  if (!coarse) throw errors.no_driver({ value: `the energy does not depend on ${temperature}` });
  const fine = bestOf(pairs(around(grid, coarse.heating), around(grid, coarse.cooling)), squaresOf) ?? coarse;
  return { name: 'change-point', terms: [...temperatureTerms(temperature, fine), ...otherTerms], byHourOfWeek: false };
}

function centredColumn(term: Term, values: Float64Array): Float64Array {
  return centred(values.map((value) => termValue(term, value)));
}

function temperatureTerms(driver: string, { heating, cooling }: BalancePoints): Term[] {
  return [
    ...(heating === null ? [] : [{ kind: 'below', driver, point: heating } as const]),
    ...(cooling === null ? [] : [{ kind: 'above', driver, point: cooling } as const]),
  ];
}

function pairs(heatings: readonly (number | null)[], coolings: readonly (number | null)[]): BalancePoints[] {
  return heatings.flatMap((heating) =>
    coolings
      .filter((cooling) => (heating === null ? cooling !== null : cooling === null || cooling >= heating))
      .map((cooling) => ({ heating, cooling })),
  );
}

function bestOf(candidates: readonly BalancePoints[], squaresOf: (points: BalancePoints) => number) {
  let best: BalancePoints | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const squares = squaresOf(candidate);
    if (squares < least) [best, least] = [candidate, squares];
  }
  return best;
}

/** Points between the neighbours of one on the grid, itself among them. */
function around(grid: readonly number[], point: number | null): (number | null)[] {
  if (point === null) return [null];
  const position = grid.indexOf(point);
  const low = grid[position - 1] ?? point;
  const high = grid[position + 1] ?? point;
  const between = Array.from({ length: fineSteps + 1 }, (_, step) => low + (step / fineSteps) * (high - low));
  return [...new Set([...between, point])];
}

/**
 * Slopes and squared error of centred columns. Less exact than a QR and ten times faster: good enough to rank some hundred
 * candidates, of which only the best is then fitted. A column that does not vary has no error that could win.
 */
function solveNormalEquations(
  columns: readonly Float64Array[],
  target: Float64Array,
): { readonly slopes: readonly number[]; readonly squares: number } {
  const size = columns.length;
  const all = [...columns, target];
  const table = all.map((a) => all.map((b) => dot(a, b)));
  const value = (row: number, column: number): number => at(table[row] ?? [], column);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const diagonal = value(pivot, pivot);
    if (!(diagonal > 0)) return { slopes: [], squares: Infinity };
    const pivotRow = (table[pivot] ?? []).map((each) => each / diagonal);
    table[pivot] = pivotRow;
    for (let row = 0; row <= size; row += 1) {
      if (row === pivot) continue;
      const factor = value(row, pivot);
      table[row] = (table[row] ?? []).map((each, column) => each - factor * at(pivotRow, column));
    }
  }
  return { slopes: columns.map((_, row) => value(row, size)), squares: value(size, size) };
}
