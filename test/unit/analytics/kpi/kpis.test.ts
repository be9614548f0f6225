import assert from 'node:assert/strict';
import { CarbonTable } from '../../../../nodes/analytics/kpi/carbon-table.ts';
import { kpisOf } from '../../../../nodes/analytics/kpi/kpis.ts';
import { TariffTable } from '../../../../nodes/analytics/kpi/tariff-table.ts';
import { countedOf, hourMs, midnight, minuteMs } from '../counted-intervals.fixture.ts';

const allDays = [0, 1, 2, 3, 4, 5, 6];
const span = { from: midnight, until: midnight + 24 * hourMs };

const timeZone = 'America/Los_Angeles';

const tariffs = new TariffTable({
  timeZone,
  tariffs: [
    {
      factory: 'f',
      name: 'peak',
      currency: 'USD',
      ratePerKwh: 0.25,
      days: [1, 2, 3, 4, 5],
      from: '09:00',
      to: '21:00',
    },
    { factory: 'f', name: 'night', currency: 'USD', ratePerKwh: 0.1, days: allDays, from: '21:00', to: '09:00' },
    { factory: 'f', name: 'weekend', currency: 'USD', ratePerKwh: 0.12, days: [0, 6], from: '09:00', to: '21:00' },
  ],
  holidays: ['2026-01-19'],
});

describe('a tariff table', () => {
  const nameAt = (time: string): string => tariffs.at(Date.parse(time)).name;

  it('has the price of local time, past midnight and past a change of the clocks', () => {
    const cases = [
      ['2026-01-07T16:59:59Z', 'night'],
      ['2026-01-07T17:00:00Z', 'peak'],
      ['2026-01-08T04:59:00Z', 'peak'],
      ['2026-01-08T05:00:00Z', 'night'],
      ['2026-01-10T20:00:00Z', 'weekend'],
      ['2026-07-01T16:00:00Z', 'peak'],
      ['2026-07-01T15:59:00Z', 'night'],
    ] as const;
    for (const [time, name] of cases) assert.equal(nameAt(time), name, time);
  });

  it('prices a holiday as a Sunday', () => {
    assert.equal(nameAt('2026-01-19T20:00:00Z'), 'weekend');
    assert.equal(nameAt('2026-01-20T20:00:00Z'), 'peak');
  });

  it('has prices of a season, and says when a time has none', () => {
    const flat = {
      factory: 'f',
      name: 'winter',
      currency: 'EUR',
      ratePerKwh: 0.3,
      days: allDays,
      from: '00:00',
      to: '24:00',
    };
    const winter = new TariffTable({ timeZone: 'UTC', tariffs: [{ ...flat, months: [1, 2, 12] }] });
    assert.equal(winter.at(midnight).name, 'winter');
    assert.throws(() => winter.at(Date.parse('2026-06-01T00:00:00Z')), { code: 'no_tariff' });
  });

  it('has prices between two dates, the last one included', () => {
    const flat = { factory: 'f', currency: 'EUR', days: allDays, from: '00:00', to: '24:00' };
    const table = new TariffTable({
      timeZone: 'Europe/Berlin',
      tariffs: [
        { ...flat, name: 'old', ratePerKwh: 0.2, validUntil: '2025-12-31' },
        { ...flat, name: 'new', ratePerKwh: 0.3, validFrom: '2026-01-01' },
      ],
    });
    // Midnight in Berlin is an hour before that of UTC.
    assert.equal(table.at(Date.parse('2025-12-31T22:59:00Z')).name, 'old');
    assert.equal(table.at(Date.parse('2025-12-31T23:00:00Z')).name, 'new');
  });
});

describe('key figures', () => {
  const day = async () => {
    // 10 kW all day, 40 kW from 18:00 to 18:15 UTC.
    const deltas = Array.from({ length: 289 }, (_, bucket) => (bucket >= 217 && bucket < 220 ? 40 / 12 : 10 / 12));
    return countedOf(deltas, '15min', midnight + 5 * minuteMs, midnight + 24 * hourMs + 1);
  };

  it('agree with each other', async () => {
    const energy = await day();
    const carbon = new CarbonTable([{ region: 'X', kgPerKwh: 0.22, source: '' }]);
    const kpis = kpisOf({ span, timeZone, energy, production: 480, tariffs, carbon });
    assert.equal(kpis.loadFactor, kpis.meanKw! / kpis.peak!.kw);
    assert.equal(kpis.secKwhPerUnit, kpis.energyKwh! / 480);
    assert.ok(Math.abs(kpis.meanKw! * kpis.meteredHours - kpis.energyKwh!) < 1e-9);
    const { byTariff, amount, perKwh } = kpis.cost!;
    assert.ok(Math.abs(byTariff.reduce((sum, { kwh }) => sum + kwh, 0) - kpis.energyKwh!) < 1e-9);
    assert.ok(Math.abs(perKwh! * kpis.energyKwh! - amount) < 1e-9);
    assert.ok(Math.abs(kpis.carbon!.kg - 0.22 * kpis.energyKwh!) < 1e-9);
  });

  it('have the peak of a whole interval, with its time', async () => {
    const { peak } = kpisOf({ span, timeZone, energy: await day(), production: null });
    assert.deepEqual([peak?.kw.toFixed(6), peak?.windowMinutes], ['30.000000', 15]);
    assert.equal(new Date(peak!.at).toISOString(), '2026-01-07T18:00:00.000Z');
  });

  it('do not take the energy of a hole for a peak', async () => {
    const deltas = [1, 1, 1, 1, 1, 1, null, null, null, 30, 1, 1, 1, 1, 1];
    const { peak, energyKwh } = kpisOf({ span, timeZone, energy: await countedOf(deltas), production: null });
    assert.deepEqual([peak?.kw, energyKwh], [12, 41]);
  });

  it('are null where there is nothing to divide by', async () => {
    const { secKwhPerUnit, loadFactor, cost } = kpisOf({
      span,
      timeZone,
      energy: await countedOf([0, 0, 0, 0, 0, 0]),
      production: 0,
      tariffs,
    });
    assert.deepEqual([secKwhPerUnit, loadFactor, cost?.perKwh], [null, null, null]);
    const unread = kpisOf({ span, timeZone, energy: await countedOf([]), production: null, tariffs });
    assert.deepEqual([unread.energyKwh, unread.meanKw, unread.peak, unread.cost], [null, null, null, null]);
  });

  it('have no cost where a part of the time has no price, and no carbon where it has no factor', async () => {
    const season = { months: [6, 7, 8] };
    const summer = new TariffTable({
      timeZone,
      tariffs: [
        {
          factory: 'f',
          name: 'summer',
          currency: 'EUR',
          ratePerKwh: 1,
          days: allDays,
          from: '00:00',
          to: '24:00',
          ...season,
        },
      ],
    });
    const carbon = new CarbonTable([{ region: 'X', kgPerKwh: 1, source: '', ...season }]);
    const found = kpisOf({ span, timeZone, energy: await day(), production: null, tariffs: summer, carbon });
    assert.deepEqual([found.cost, found.carbon], [null, null]);
  });

  it('weigh each hour of local time with its own carbon factor', async () => {
    const kgPerKwh = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 1 : 0));
    const carbon = new CarbonTable([{ region: 'X', kgPerKwh, source: '' }]);
    // 8 to 9 in Los Angeles is 16 to 17 UTC, in which 10 kWh are used.
    const found = kpisOf({ span, timeZone, energy: await day(), production: null, carbon });
    assert.equal(found.carbon?.kg.toFixed(9), '10.000000000');
  });
});
