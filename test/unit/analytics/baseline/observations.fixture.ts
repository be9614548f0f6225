import type { Observations } from '../../../../nodes/analytics/baseline/observations.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';

export const hourMs = 3_600_000;
/** A Sunday, 00:00 UTC. */
export const sunday = Date.parse('2026-01-04T00:00:00Z');

export type EnergyOf = (row: { temperature: number; pieces: number; hourOfWeek: number }) => number;

/** Hours of a plant whose energy is a function of temperature, pieces and the hour, with noise of the given SD. */
export function hoursOf(count: number, energyOf: EnergyOf, noise: number, seed = 1): Observations {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, (_, row) => {
    const temperature = 15 + 12 * Math.sin((2 * Math.PI * row) / (count / 3)) + 2 * random.normal();
    const pieces = Math.round(200 * random.uniform());
    const hourOfWeek = row % 168;
    return {
      temperature,
      pieces,
      hourOfWeek,
      kwh: energyOf({ temperature, pieces, hourOfWeek }) + noise * random.normal(),
    };
  });
  const column = (key: 'temperature' | 'pieces' | 'kwh') => Float64Array.from(rows, (row) => row[key]);
  return {
    start: Float64Array.from(rows.keys(), (row) => sunday + row * hourMs),
    target: column('kwh'),
    drivers: { temperature: column('temperature'), pieces: column('pieces') },
    hourOfWeek: Uint16Array.from(rows, (row) => row.hourOfWeek),
  };
}
