import assert from 'node:assert/strict';
import { type MachineConstraints } from '../../../../nodes/analytics/schedule/prepare-task.ts';
import { Schedules } from '../../../../nodes/analytics/schedule/schedules.ts';
import { machineIds } from '../context.fixture.ts';
import { type ScheduleContext, scheduleContext } from './schedules.fixture.ts';

const { compressor, hvac, european } = machineIds;

describe('schedules', function () {
  this.timeout(20_000);
  let running: ScheduleContext;
  before(() => {
    running = scheduleContext();
  });
  after(() => running.close());

  const planFor = (constraints: MachineConstraints, date = '2026-01-14', uuid = compressor) => {
    const machines = [{ machine: running.context.machines.find(uuid), constraints }];
    return new Schedules(running.context).plan({ date, machines });
  };
  const hoursOf = (shares: readonly number[]) => [...shares.keys()].filter((hour) => shares[hour]! > 0);

  it('take power, rate and start of the shift from how the machine worked', async () => {
    const { machines, cost, savings, currency } = await planFor({ productionTarget: 600 });
    const [only] = machines;
    assert.deepEqual(
      [only?.task.powerKw, only?.powerSource, only?.unitsPerHour, only?.shiftStartHour],
      [40, 'history', 120, 7],
    );
    // Five hours at off-peak; straight on they would be two of off-peak and three of peak.
    assert.deepEqual([only?.plan.energyKwh, currency], [200, 'USD']);
    assert.ok(Math.abs(cost - 200 * 0.1) < 1e-9);
    assert.ok(Math.abs(savings - 3 * 40 * 0.15) < 1e-9);
    assert.ok(hoursOf(only!.plan.shares).every((hour) => hour < 9 || hour >= 22));
  });

  it('price an hour in which the price changes by the mean of its minutes', async () => {
    const [only] = (await planFor({ maxRuntimeHours: 12 })).machines;
    const { tariff, ratePerKwh } = only!.hours[21]!;
    assert.equal(tariff, 'peak, off-peak');
    assert.ok(Math.abs(ratePerKwh - 0.175) < 1e-9);
    assert.deepEqual(hoursOf(only!.plan.shares), [0, 1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23]);
  });

  it('have the hours that the clocks show, also when they change', async () => {
    for (const [date, count] of [
      ['2026-03-08', 23],
      ['2026-11-01', 25],
    ] as const) {
      const [only] = (await planFor({ maxRuntimeHours: 25, forbiddenHours: [1] }, date)).machines;
      assert.equal(only?.hours.length, count);
      const shown = only.hours.filter(({ operate }) => !operate).map(({ hourOfDay }) => hourOfDay);
      assert.deepEqual(shown, count === 25 ? [1, 1] : [1]);
    }
  });

  it('know the rated power of a machine that was not measured', async () => {
    const [only] = (await planFor({ maxRuntimeHours: 2 }, '2026-01-14', hvac)).machines;
    assert.deepEqual([only?.task.powerKw, only?.powerSource, only?.plan.energyKwh], [150, 'rated power', 300]);
    await assert.rejects(planFor({ productionTarget: 5 }, '2026-01-14', hvac), { code: 'bad_value', status: 422 });
    assert.equal(
      (await planFor({ productionTarget: 5, unitsPerHour: 5 }, '2026-01-14', hvac)).machines[0]?.plan.energyKwh,
      150,
    );
  });

  for (const [name, constraints, reason] of [
    ['more than a day can make', { productionTarget: 3000 }, /needs 25 h, and 24 hours are allowed/],
    ['more than may run', { productionTarget: 1000, maxRuntimeHours: 8 }, /needs 8.33 h, and it may run 8 h/],
    [
      'runs longer than the allowed hours',
      { productionTarget: 600, minOnHours: 5, forbiddenHours: [3, 7, 11, 15, 19, 23] },
      /do not lie so/,
    ],
    ['nothing', {}, /production_target must be given, or max_runtime_hours/],
  ] as const) {
    it(`refuse ${name}, with the reason`, async () => {
      await assert.rejects(planFor(constraints), { status: 422, message: reason });
    });
  }

  it('keep several machines of one factory under a limit that they share', async () => {
    const { machines } = running.context;
    const both = [compressor, hvac].map((uuid) => ({
      machine: machines.find(uuid),
      constraints: { maxRuntimeHours: 4 },
    }));
    const schedules = new Schedules(running.context);
    const free = await schedules.plan({ date: '2026-01-14', machines: both, demandRatePerKw: 1 });
    assert.ok(
      Math.abs(free.cost - (4 * 190 * 0.1 + 150)) < 0.01 * free.cost,
      'apart, their peak is that of the larger',
    );
    const limited = await schedules.plan({ date: '2026-01-14', machines: both, demandLimitKw: 160 });
    assert.equal(limited.peakKw, 150);
    const [one, other] = limited.machines.map(({ plan }) => hoursOf(plan.shares));
    assert.ok(one!.every((hour) => !other!.includes(hour)));
    await assert.rejects(schedules.plan({ date: '2026-01-14', machines: both, demandLimitKw: 149 }), {
      code: 'infeasible_schedule',
      message: /under 149 kW: it needs Compressor-1 4 h, HVAC-Main 4 h/,
    });
    const mixed = [compressor, european].map((uuid) => ({ machine: machines.find(uuid), constraints: {} }));
    await assert.rejects(schedules.plan({ date: '2026-01-14', machines: mixed }), {
      message: /machines of one factory/,
    });
  });
});
