import { clamp } from './arithmetic.ts';
import { streamKey, uniform } from './noise.ts';

/** What is out of order in block-01 at an instant. */
export interface Disturbance {
  readonly pumpATripped: boolean;
  /** Share of the main loop's flow that its pumps and its filter let through. */
  readonly flowShare: number;
  /** How far the main loop's filter is clogged, 0 to 1. */
  readonly clogging: number;
  /** By how much the dry cooler's own exhaust warms the main loop, K. */
  readonly warmAirK: number;
  /** How far the room has mixed with the air before its open door, 0 to 1. */
  readonly openDoor: number;
  readonly upsModulesOut: number;
  readonly upsBatteryTest: boolean;
  /** Which leak detector is wet; 0: none. */
  readonly wetDetector: 0 | 1 | 2;
  /** How much water has run out and been made up, 0 to 1. */
  readonly leakage: number;
}

export const undisturbed: Disturbance = {
  pumpATripped: false,
  flowShare: 1,
  clogging: 0,
  warmAirK: 0,
  openDoor: 0,
  upsModulesOut: 0,
  upsBatteryTest: false,
  wetDetector: 0,
  leakage: 0,
};

/** An event under way: `strength` rises from 0 to 1, holds and falls again; `size` is what it was dealt, 0 ≤ size < 1. */
interface Event {
  readonly along: number;
  readonly strength: number;
  readonly elapsedMs: number;
  readonly size: number;
}

interface Kind {
  readonly minutes: readonly [shortest: number, longest: number];
  readonly disturb: (event: Event) => Partial<Disturbance>;
}

const minuteMs = 60_000;
/** At most one event starts in each slot and is over before the next. */
const slotMs = 90 * minuteMs;
/** Two a week, beside what the cooling units meet by themselves. */
const ordinaryShare = 2 / ((7 * 24 * 60) / 90);
const stream = streamKey('excursions of block-01');
/** Pump B takes over only by hand. */
const takeoverMs = 2.5 * minuteMs;

const kinds: readonly Kind[] = [
  { minutes: [7, 12], disturb: pumpTrip },
  { minutes: [15, 30], disturb: ({ strength }) => ({ clogging: strength, flowShare: 1 - 0.62 * strength }) },
  { minutes: [25, 45], disturb: warmAir },
  { minutes: [10, 18], disturb: ({ strength }) => ({ openDoor: strength }) },
  { minutes: [10, 20], disturb: () => ({ upsModulesOut: 1 }) },
  { minutes: [8, 14], disturb: () => ({ upsBatteryTest: true }) },
  { minutes: [8, 15], disturb: ({ strength, size }) => ({ wetDetector: size < 0.5 ? 1 : 2, leakage: strength }) },
];

/** All the water has to warm up first, so it comes and goes slowly. */
function warmAir({ along, size }: Event): Partial<Disturbance> {
  return { warmAirK: (4.5 + 2.5 * size) * Math.sin(Math.PI * along) };
}

function pumpTrip({ elapsedMs }: Event): Partial<Disturbance> {
  return { pumpATripped: true, flowShare: elapsedMs < takeoverMs ? 0.3 : 1 };
}

/**
 * The disturbance at an instant, a function of seed and instant. On ordinary days events are rare; in slots that begin at
 * or after `eventfulFromMs` every one has its event.
 */
export function disturbanceAt(seed: number, epochMs: number, eventfulFromMs: number): Disturbance {
  const slot = Math.floor(epochMs / slotMs);
  const draw = (item: number): number => uniform(seed, stream, slot * 8 + item);
  const share = slot * slotMs >= eventfulFromMs ? 1 : ordinaryShare;
  if (draw(0) >= share) return undisturbed;
  const { minutes, disturb } = kinds[Math.floor(draw(1) * kinds.length)] as Kind;
  const lengthMs = (minutes[0] + (minutes[1] - minutes[0]) * draw(2)) * minuteMs;
  const elapsedMs = epochMs - slot * slotMs - draw(3) * (slotMs - lengthMs);
  if (elapsedMs < 0 || elapsedMs >= lengthMs) return undisturbed;
  const along = elapsedMs / lengthMs;
  const strength = clamp(Math.min(along, 1 - along) * 8, 0, 1);
  return { ...undisturbed, ...disturb({ along, strength, elapsedMs, size: draw(4) }) };
}
