/** Kilowatt-hours in one of each unit; a t or th behind a unit says that the energy is heat. */
const kwhIn: Readonly<Record<string, number>> = { Wh: 1e-3, kWh: 1, MWh: 1e3, GWh: 1e6, MJ: 1 / 3.6, GJ: 1e3 / 3.6 };
const kwIn: Readonly<Record<string, number>> = { W: 1e-3, kW: 1, MW: 1e3 };

/** Kilowatt-hours per unit of an energy, or undefined for what is none. */
export function kwhPerUnit(unit: string): number | undefined {
  return kwhIn[withoutHeatMark(unit)];
}

/** Kilowatts per unit of an active power, or undefined for what is none. */
export function kwPerUnit(unit: string): number | undefined {
  return kwIn[withoutHeatMark(unit)];
}

export function isHeatUnit(unit: string): boolean {
  return withoutHeatMark(unit) !== unit;
}

function withoutHeatMark(unit: string): string {
  return unit.replace(/(?<=Wh?)th?$/, '');
}
