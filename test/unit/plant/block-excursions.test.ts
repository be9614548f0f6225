import assert from 'node:assert/strict';
import { type Disturbance, disturbanceAt, undisturbed } from '../../../nodes/plant/block-excursions.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const start = Date.parse('2026-02-01T00:00:00Z');
const never = Number.MAX_SAFE_INTEGER;

function minutes(days: number, eventfulFromMs: number, seed = 42): readonly Disturbance[] {
  return Array.from({ length: days * 1440 }, (_, minute) =>
    disturbanceAt(seed, start + minute * minuteMs, eventfulFromMs),
  );
}

const isDisturbed = (disturbance: Disturbance): boolean => disturbance !== undisturbed;

/** How often something begins. */
function events(disturbances: readonly Disturbance[]): number {
  return disturbances.filter((now, index) => isDisturbed(now) && !isDisturbed(disturbances[index - 1] ?? undisturbed))
    .length;
}

describe('block-excursions', () => {
  const ordinary = minutes(140, never);
  const eventful = minutes(30, start);

  it('are about two a week on ordinary days', () => {
    const perWeek = events(ordinary) / 20;
    assert.ok(perWeek >= 1 && perWeek <= 3.5, `${perWeek} a week`);
  });

  it('are one every hour and a half on eventful days, with pauses between them', () => {
    assert.equal(events(eventful), 30 * 16);
  });

  it('become frequent at the given instant and change nothing before it', () => {
    const from = start + 10 * dayMs;
    const mixed = minutes(20, from);
    assert.deepEqual(mixed.slice(0, 14_400), ordinary.slice(0, 14_400));
    assert.equal(events(mixed.slice(14_400)), 160);
  });

  it('are of every kind', () => {
    const seen = (is: (disturbance: Disturbance) => boolean): boolean => eventful.some(is);
    assert.ok(seen(({ pumpATripped, flowShare }) => pumpATripped && flowShare === 0.3));
    assert.ok(seen(({ pumpATripped, flowShare }) => pumpATripped && flowShare === 1));
    assert.ok(seen(({ clogging, flowShare }) => clogging === 1 && Math.abs(flowShare - 0.38) < 1e-9));
    assert.ok(seen(({ warmAirK }) => warmAirK > 4));
    assert.ok(seen(({ openDoor }) => openDoor === 1));
    assert.ok(seen(({ upsModulesOut }) => upsModulesOut === 1));
    assert.ok(seen(({ upsBatteryTest }) => upsBatteryTest));
    assert.ok(seen(({ wetDetector }) => wetDetector === 1));
    assert.ok(seen(({ wetDetector }) => wetDetector === 2));
  });

  it('repeat by seed and differ by seed', () => {
    assert.deepEqual(minutes(10, start), eventful.slice(0, 14_400));
    assert.notDeepEqual(minutes(10, start, 7), eventful.slice(0, 14_400));
  });

  it('come and go without a leap of the water', () => {
    for (const [index, { warmAirK }] of eventful.entries()) {
      const before = eventful[index - 1] ?? undisturbed;
      assert.ok(Math.abs(warmAirK - before.warmAirK) < 1, `${before.warmAirK} K, then ${warmAirK} K`);
    }
  });
});
