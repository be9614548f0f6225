/** Energy of hours one after the other, and where each day to be forecast begins. */
export interface PlainTest {
  readonly kwh: readonly number[];
  readonly origins: readonly number[];
}

const hoursOfWeek = 168;
const hoursOfDay = 24;
/** 97.5 % quantile of the normal distribution. */
const spread = 1.959963984540054;

/** Errors, in percent and kWh, of saying "as a week ago" for days, and the share of hours within 95 % bounds of its usual steps. */
export function plainSeasonalNaive({ kwh, origins }: PlainTest) {
  let [relative, absolute, squared, total, inside, count] = [0, 0, 0, 0, 0, 0];
  for (const origin of origins) {
    let steps = 0;
    for (let hour = hoursOfWeek; hour < origin; hour += 1) steps += (kwh[hour]! - kwh[hour - hoursOfWeek]!) ** 2;
    const half = spread * Math.sqrt(steps / (origin - hoursOfWeek));
    for (let hour = origin; hour < origin + hoursOfDay; hour += 1) {
      const error = kwh[hour]! - kwh[hour - hoursOfWeek]!;
      relative += Math.abs(error) / kwh[hour]!;
      absolute += Math.abs(error);
      squared += error * error;
      total += kwh[hour]!;
      if (Math.abs(error) <= half) inside += 1;
      count += 1;
    }
  }
  return {
    mapePct: (100 * relative) / count,
    wapePct: (100 * absolute) / total,
    rmse: Math.sqrt(squared / count),
    coverage: inside / count,
  };
}
