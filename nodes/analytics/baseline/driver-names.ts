import { outdoorTemperature } from '../machines/machine-sensors.ts';

/** Names that contract 003 and the columns of its original have for the points of a machine. */
const pointOfName: Readonly<Record<string, string>> = {
  power_kw: 'power',
  avg_power_kw: 'power',
  temperature_c: 'temperature',
  vibration: 'vibration',
  avg_machine_temp_c: 'temperature',
  voltage_v: 'voltage',
  current_a: 'current',
  frequency_hz: 'frequency',
  production: 'production_count',
  total_production_count: 'production_count',
  outdoor_temp_c: outdoorTemperature,
  avg_outdoor_temp_c: outdoorTemperature,
};

/** True for names that clients ask of every machine, whatever it measures. */
export function isDocumentedName(driver: string): boolean {
  return Object.hasOwn(pointOfName, driver);
}

/** The point that a driver's name means: its own name, or that of contract 003. */
export function pointNameOf(driver: string): string {
  return pointOfName[driver] ?? driver;
}
