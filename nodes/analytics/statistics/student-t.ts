/**
 * Probability that a t with `degrees` of freedom is farther from zero than `t`: the regularised incomplete beta function
 * I_x(degrees/2, 1/2) at x = degrees / (degrees + t²).
 */
export function twoSidedTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** Row after row of one model asks for the same quantile. */
let latest = { level: NaN, degrees: NaN, t: NaN };

/** The t that a share `level` (0 to 1) of the distribution lies within, on both sides of zero. */
export function twoSidedQuantile(level: number, degrees: number): number {
  if (latest.level !== level || latest.degrees !== degrees)
    latest = { level, degrees, t: findQuantile(level, degrees) };
  return latest.t;
}

function findQuantile(level: number, degrees: number): number {
  const tail = 1 - level;
  let low = 0;
  let high = 1;
  while (twoSidedTail(high, degrees) > tail) high *= 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (twoSidedTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** By the continued fraction of Lentz, which converges where x < (a + 1) / (a + b + 2); else by the mirrored function. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b);
  return (Math.exp(logFront) * betaFraction(x, a, b)) / a;
}

const tiny = 1e-300;
const relativePrecision = 1e-16;
const mostSteps = 10_000;

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < mostSteps; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const before = fraction;
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d);
      c = awayFromZero(1 + term / c);
      fraction *= c * d;
    }
    if (Math.abs(fraction - before) <= relativePrecision * Math.abs(fraction)) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
/** Terms B₂ₖ / (2k (2k − 1)) of Stirling's series. */
const stirlingTerms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];
const stirlingFrom = 12;

/** Stirling's series, after the recurrence has moved the argument to where seven terms are exact. */
function logGamma(x: number): number {
  let moved = x;
  let shift = 0;
  while (moved < stirlingFrom) {
    shift += Math.log(moved);
    moved += 1;
  }
  const inverse = 1 / moved;
  const series = stirlingTerms.reduceRight((sum, term) => sum * inverse * inverse + term, 0) * inverse;
  return (moved - 0.5) * Math.log(moved) - moved + halfLogTwoPi + series - shift;
}
