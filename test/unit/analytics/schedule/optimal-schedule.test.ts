import assert from 'node:assert/strict';
import type { BusbarError } from '../../../../nodes/kernel/index.ts';
import { explainPlan, runStraightFrom } from '../../../../nodes/analytics/schedule/explain-plan.ts';
import { optimalSchedule } from '../../../../nodes/analytics/schedule/optimal-schedule.ts';
import { planMachines } from '../../../../nodes/analytics/schedule/plan-machines.ts';
import { pricedHours } from '../../../../nodes/analytics/schedule/price-hours.ts';
import type { MachineTask, PricedHour } from '../../../../nodes/analytics/schedule/schedule-problem.ts';
import { TariffTable } from '../../../../nodes/analytics/kpi/tariff-table.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';

const hoursAt = (rates: readonly number[]): PricedHour[] =>
  rates.map((ratePerKwh, hour) => ({ start: hour * 3_600_000, hourOfDay: hour, ratePerKwh, tariff: 'test' }));
const task = (rest: Partial<MachineTask>): MachineTask => ({ name: 'M', powerKw: 10, runHours: 2, ...rest });

describe('the optimal schedule of one machine', () => {
  it('takes the cheapest hours', () => {
    const { shares, cost, energyKwh } = optimalSchedule({ task: task({}), hours: hoursAt([3, 1, 4, 1, 5]) });
    assert.deepEqual([shares, cost, energyKwh], [[0, 1, 0, 1, 0], 20, 20]);
  });

  it('starts no more often than it must', () => {
    const { shares, startCount } = optimalSchedule({
      task: task({ runHours: 2.5 }),
      hours: hoursAt([1, 1, 5, 1, 1, 1]),
    });
    assert.deepEqual([startCount, shares.slice(0, 3)], [1, [0, 0, 0]]);
  });

  it('runs through where a start costs more than the dearer hour', () => {
    const hours = hoursAt([3, 1, 2, 1.1, 5]);
    assert.deepEqual(optimalSchedule({ task: task({ startCost: 11 }), hours }).shares, [0, 1, 1, 0, 0]);
    assert.deepEqual(optimalSchedule({ task: task({ startCost: 8 }), hours }).shares, [0, 1, 0, 1, 0]);
  });

  it('keeps runs and pauses as long as they must be', () => {
    const hours = hoursAt([1, 7, 1.1, 8, 9, 3]);
    assert.deepEqual(optimalSchedule({ task: task({ runHours: 4, minOnHours: 2 }), hours }).shares, [1, 1, 1, 1, 0, 0]);
    assert.deepEqual(optimalSchedule({ task: task({ minOffHours: 2 }), hours }).shares, [1, 0, 0, 0, 0, 1]);
  });

  it('runs the fraction of an hour where it saves most', () => {
    const { shares, energyKwh } = optimalSchedule({ task: task({ runHours: 1.25 }), hours: hoursAt([2, 1, 3]) });
    assert.deepEqual([shares, energyKwh], [[0.25, 1, 0], 12.5]);
  });

  it('says why there is none', () => {
    const hours = hoursAt([1, 1, 1, 1]);
    const refused = (rest: Partial<MachineTask>, value: string) =>
      assert.throws(
        () => optimalSchedule({ task: task(rest), hours }),
        (error: { code: string; message: string }) => {
          assert.equal(error.code, 'infeasible_schedule');
          assert.match(error.message, new RegExp(value));
          return true;
        },
      );
    refused({ runHours: 5 }, '5 h, and 4 hours are allowed');
    refused({ runHours: 3, maxRunHours: 2 }, 'it may run 2 h');
    refused({ runHours: 2, minOnHours: 2, forbidden: [1, 3] }, 'do not lie so');
    assert.throws(() => optimalSchedule({ task: task({ powerKw: -1 }), hours }), { code: 'bad_value' });
  });

  it('has the hours of the local date, also when the clocks change', () => {
    const tariffs = new TariffTable({
      timeZone: 'Europe/Berlin',
      tariffs: [
        {
          factory: 'f',
          name: 'flat',
          currency: 'EUR',
          ratePerKwh: 0.2,
          days: [0, 1, 2, 3, 4, 5, 6],
          from: '00:00',
          to: '24:00',
        },
      ],
    });
    assert.deepEqual(
      ['2026-03-29', '2026-06-01', '2026-10-25'].map((date) => pricedHours(tariffs, date).length),
      [23, 24, 25],
    );
  });

  it('is explained by the places of the prices, beside the plan without a pause', () => {
    const hours = hoursAt([1, 3, 2, 3]);
    const explained = explainPlan(optimalSchedule({ task: task({}), hours }), task({}), hours);
    assert.deepEqual(
      explained.map(({ operate, priceRank }) => [operate, priceRank]),
      [
        [true, 1],
        [false, 3],
        [true, 2],
        [false, 3],
      ],
    );
    assert.match(explained[0]!.reason, /price 1 of 3/);
    assert.deepEqual(runStraightFrom(1, task({}), hours).shares, [0, 1, 1, 0]);
    assert.deepEqual(runStraightFrom(8, task({}), hours).shares, [0, 0, 1, 1]);
  });
});

function costOrRefusal(solve: () => number): number | string {
  try {
    return solve();
  } catch (error) {
    return (error as BusbarError).code;
  }
}

describe('the plan of several machines', () => {
  it('equals the dynamic programme for one machine', async function () {
    this.timeout(20_000);
    const random = seededRandom(7);
    for (let instance = 0; instance < 10; instance += 1) {
      const hours = hoursAt(Array.from({ length: 24 }, () => 0.05 + 0.3 * random.uniform()));
      const each = task({
        runHours: 1 + random.below(12) + (instance % 2) * 0.4,
        startCost: 3 * random.uniform(),
        minOnHours: 1 + random.below(4),
        minOffHours: 1 + random.below(3),
        forbidden: [random.below(24), random.below(24)],
      });
      const exact = costOrRefusal(() => optimalSchedule({ task: each, hours }).cost);
      const plan = await planMachines({ tasks: [each], hours, gap: 0 }).catch((error: unknown) => error as BusbarError);
      if ('code' in plan) assert.equal(plan.code, exact, `instance ${instance}`);
      else assert.ok(Math.abs(plan.cost - Number(exact)) < 1e-6, `instance ${instance}`);
    }
  });

  it('spreads machines where the peak has a price', async () => {
    const tasks = [task({ name: 'A', runHours: 1 }), task({ name: 'B', runHours: 1 })];
    const hours = hoursAt([1, 2]);
    const together = await planMachines({ tasks, hours });
    assert.deepEqual([together.peakKw, together.cost], [20, 20]);
    const apart = await planMachines({ tasks, hours, demandRatePerKw: 2 });
    assert.deepEqual([apart.peakKw, apart.cost, apart.demandCharge], [10, 50, 20]);
  });

  it('is refused where the tasks cannot be done', async () => {
    const tasks = [task({ runHours: 2, minOnHours: 2, forbidden: [1] })];
    await assert.rejects(planMachines({ tasks, hours: hoursAt([1, 1, 1]) }), {
      code: 'infeasible_schedule',
      status: 422,
    });
  });
});
