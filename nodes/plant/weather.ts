import { localTime } from './local-time.ts';
import { streamKey, wander } from './noise.ts';

/** A place's outdoor temperature: yearly mean, and how far season and time of day move it. Northern hemisphere. */
export interface Climate {
  readonly timeZone: string;
  readonly stream: number;
  readonly meanC: number;
  readonly seasonC: number;
  readonly dayC: number;
}

/** Where the site with its battery and block-01 stands. */
export const westLondon: Climate = {
  timeZone: 'Europe/London',
  stream: streamKey('weather of West London'),
  meanC: 11.5,
  seasonC: 7,
  dayC: 4,
};
export const siliconValley: Climate = {
  timeZone: 'America/Los_Angeles',
  stream: streamKey('weather of Silicon Valley'),
  meanC: 16,
  seasonC: 6,
  dayC: 6,
};
export const munich: Climate = {
  timeZone: 'Europe/Berlin',
  stream: streamKey('weather of Munich'),
  meanC: 10,
  seasonC: 10,
  dayC: 5,
};

const yearMs = 365.2425 * 86_400_000;
const coldestOfYear = 15 / 365;
const warmestHour = 15;
const frontC = 3;
const frontMs = 36 * 3_600_000;

/** Outdoor temperature at an instant, °C. */
export function outdoorTemperatureC(climate: Climate, seed: number, epochMs: number): number {
  const { hour } = localTime(climate.timeZone, epochMs);
  const season = -Math.cos(2 * Math.PI * (epochMs / yearMs - coldestOfYear));
  const day = Math.cos((2 * Math.PI * (hour - warmestHour)) / 24);
  const front = wander(seed, climate.stream, epochMs, frontMs);
  return climate.meanC + climate.seasonC * season + climate.dayC * day + frontC * front;
}
