import { localTime } from './local-time.ts';
import { streamKey, wander } from './noise.ts';
import { shiftFactor } from './shift.ts';
import { westLondon } from './weather.ts';

const minuteMs = 60_000;
const slowIt = streamKey('block-01 IT load, slow');
const fastIt = streamKey('block-01 IT load, fast');
const base = streamKey('site base load');

/** Electrical load of the computing equipment in block-01, kW; all of it leaves the block as heat. */
export function blockItKw(seed: number, epochMs: number): number {
  const { hour } = localTime(westLondon.timeZone, epochMs);
  const day = Math.cos((2 * Math.PI * (hour - 14)) / 24);
  return (
    800 +
    50 * day +
    45 * wander(seed, slowIt, epochMs, 45 * minuteMs) +
    12 * wander(seed, fastIt, epochMs, 0.5 * minuteMs)
  );
}

/** Pumps, fans, light and the losses of the uninterruptible supply of block-01, kW. */
export const blockAuxiliaryKw = (itKw: number): number => 25 + 0.06 * itKw;

/** Lighting and offices of the site, kW. */
export function baseLoadKw(seed: number, epochMs: number): number {
  return 25 + 30 * shiftFactor(westLondon.timeZone, epochMs) + 3 * wander(seed, base, epochMs, 2 * minuteMs);
}
