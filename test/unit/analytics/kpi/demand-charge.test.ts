import assert from 'node:assert/strict';
import { demandChargeOf } from '../../../../nodes/analytics/kpi/demand-charge.ts';
import type { Tariff } from '../../../../nodes/site/index.ts';

const quarterMs = 900_000;
const dayMs = 96 * quarterMs;
const tariff: Tariff = {
  factory: 'f',
  name: 'flat',
  currency: 'EUR',
  ratePerKwh: 0.1,
  days: [0, 1, 2, 3, 4, 5, 6],
  from: '00:00',
  to: '24:00',
};
const [peak, base] = [
  { ...tariff, demandPerKw: 18 },
  { ...tariff, demandPerKw: 2 },
] as const;

interface Quarter {
  readonly start: string;
  readonly kw: number;
  readonly tariff: Tariff;
  readonly isComplete?: boolean;
}

function chargeOf(quarters: readonly Quarter[], from: string, until: string, timeZone = 'Europe/Berlin') {
  const energy = {
    intervalMs: quarterMs,
    start: Float64Array.from(quarters, ({ start }) => Date.parse(start)),
    counted: Float64Array.from(quarters, ({ kw }) => kw / 4),
    isComplete: Uint8Array.from(quarters, ({ isComplete = true }) => (isComplete ? 1 : 0)),
  };
  const tariffAt = quarters.map((quarter) => quarter.tariff);
  return demandChargeOf(energy, tariffAt, timeZone, { from: Date.parse(from), until: Date.parse(until) });
}

describe('the demand charge', () => {
  it('of a whole local month is the price of the peak in the hours of each tariff', () => {
    const quarters = [
      { start: '2026-01-10T10:00:00Z', kw: 40, tariff: peak },
      { start: '2026-01-10T11:00:00Z', kw: 30, tariff: peak },
      { start: '2026-01-11T03:00:00Z', kw: 50, tariff: base },
      { start: '2026-01-12T03:00:00Z', kw: 90, tariff: base, isComplete: false },
    ];
    assert.equal(chargeOf(quarters, '2025-12-31T23:00:00Z', '2026-01-31T23:00:00Z'), 40 * 18 + 50 * 2);
  });

  it('of a part of a month is the same share of it', () => {
    const quarters = [{ start: '2026-01-10T10:00:00Z', kw: 31, tariff: peak }];
    const day = chargeOf(quarters, '2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z') ?? NaN;
    assert.ok(Math.abs(day - 18) < 1e-9, String(day));
  });

  it('has each month by itself, by the clocks of the place', () => {
    // The second quarter is in February in Berlin, not in UTC.
    const quarters = [
      { start: '2026-01-31T22:45:00Z', kw: 10, tariff: peak },
      { start: '2026-01-31T23:00:00Z', kw: 20, tariff: peak },
    ];
    assert.equal(chargeOf(quarters, '2025-12-31T23:00:00Z', '2026-02-28T23:00:00Z'), 18 * (10 + 20));
    const inMarch = [{ start: '2026-03-29T12:00:00Z', kw: 10, tariff: peak }];
    // March has an hour less in Berlin.
    const share = dayMs / (31 * dayMs - 4 * quarterMs);
    const charge = chargeOf(inMarch, '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z') ?? NaN;
    assert.ok(Math.abs(charge - 180 * share) < 1e-9);
  });

  it('is null where no tariff has a price for demand', () => {
    const quarters = [{ start: '2026-01-10T10:00:00Z', kw: 40, tariff }];
    assert.equal(chargeOf(quarters, '2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z'), null);
  });
});
