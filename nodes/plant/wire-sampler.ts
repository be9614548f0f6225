import type { HistoryDevice } from './history-batch.ts';
import type { PlantState } from './plant.ts';
import { mapUnits, type UnitMap } from './register-map.ts';
import { nearestRaw } from './registers.ts';

/** One point of one device as it is read over the wire. */
interface Column {
  /** Place among the plant's values; −1 where the plant has no such point. */
  readonly place: number;
  readonly scale: number;
  readonly nearest: (raw: number) => number;
}

/**
 * Reads the points of devices off a plant without a wire in between, as raw numbers: what the registers hold. Divided by
 * the column's divisor they are what the gateway decodes.
 */
export class WireSampler {
  /** Raw numbers to one engineering unit, by column. Columns are the points of the devices one after the other. */
  readonly divisors: Float64Array;
  /** The raw numbers of the last sample, by column; NaN where there is no value. */
  readonly raw: Float64Array;
  readonly #units: readonly UnitMap[];
  readonly #columns: readonly Column[];
  readonly #values: Float64Array;

  constructor(plant: PlantState, devices: readonly HistoryDevice[]) {
    this.#units = [...mapUnits(plant).values()];
    const mapped = this.#units.flatMap(({ unit, points }) => points.map((point) => ({ unit, point })));
    this.#columns = devices.flatMap(({ unit, points }) =>
      points.map(({ name }) => {
        const place = mapped.findIndex((candidate) => candidate.unit === unit && candidate.point.name === name);
        const { scale = 1, type = 'float32' } = mapped[place]?.point ?? {};
        return { place, scale, nearest: nearestRaw(type) };
      }),
    );
    this.#values = new Float64Array(mapped.length);
    this.divisors = Float64Array.from(this.#columns, ({ scale }) => Math.round(1 / scale));
    this.raw = new Float64Array(this.#columns.length);
  }

  sample(plant: PlantState): void {
    let offset = 0;
    for (const map of this.#units) {
      map.sample(plant, this.#values, offset);
      offset += map.points.length;
    }
    let column = 0;
    for (const { place, scale, nearest } of this.#columns) {
      this.raw[column] = nearest((this.#values[place] ?? Number.NaN) / scale);
      column += 1;
    }
  }
}
