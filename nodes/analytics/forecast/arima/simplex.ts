import { at } from '../../statistics/column.ts';

interface Corner {
  readonly point: readonly number[];
  readonly value: number;
}

const firstStep = 0.4;
const mostEvaluations = 2000;

/** A minimum of a function of a few numbers by Nelder and Mead's simplex, started again at its end until that gains nothing. */
export function minimise(
  f: (point: readonly number[]) => number,
  start: readonly number[],
  tolerance: number,
): { readonly point: readonly number[]; readonly value: number } {
  if (start.length === 0) return { point: start, value: f(start) };
  let best = descend(f, start, tolerance);
  for (;;) {
    const again = descend(f, best.point, tolerance);
    // Turned around, the question would never be true of minus infinity, the value of a series without any error.
    if (!(again.value < best.value - tolerance)) return again.value < best.value ? again : best;
    best = again;
  }
}

function descend(f: (point: readonly number[]) => number, start: readonly number[], tolerance: number): Corner {
  const corner = (point: readonly number[]): Corner => {
    const value = f(point);
    return { point, value: Number.isNaN(value) ? Infinity : value };
  };
  const corners = [
    corner(start),
    ...start.map((_, axis) => corner(start.map((x, i) => (i === axis ? x + firstStep : x)))),
  ];
  for (let evaluations = corners.length; evaluations < mostEvaluations; evaluations += 2) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [corners[0], corners.at(-1), corners.at(-2)];
    if (!best || !worst || !second || worst.value - best.value < tolerance) break;
    const others = corners.slice(0, -1);
    const centre = start.map((_, axis) => others.reduce((sum, { point }) => sum + at(point, axis), 0) / others.length);
    const along = (factor: number): Corner => corner(centre.map((x, axis) => x + factor * (at(worst.point, axis) - x)));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      corners[corners.length - 1] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      corners[corners.length - 1] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[corners.length - 1] = contracted;
      else shrink(corners, best, corner);
    }
  }
  return corners.reduce((a, b) => (b.value < a.value ? b : a));
}

function shrink(corners: Corner[], best: Corner, corner: (point: readonly number[]) => Corner): void {
  for (let i = 1; i < corners.length; i += 1) {
    const { point } = corners[i] ?? best;
    corners[i] = corner(point.map((x, axis) => (x + at(best.point, axis)) / 2));
  }
}
