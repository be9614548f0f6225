import assert from 'node:assert/strict';
import { optimalSchedule } from '../../nodes/analytics/schedule/optimal-schedule.ts';
import { planMachines } from '../../nodes/analytics/schedule/plan-machines.ts';
import type { MachineTask, PricedHour } from '../../nodes/analytics/schedule/schedule-problem.ts';
import { Schedules } from '../../nodes/analytics/schedule/schedules.ts';
import { seededRandom } from '../../nodes/ids/random.ts';
import { asBusbarError } from '../../nodes/kernel/index.ts';
import { machineIds } from '../unit/analytics/context.fixture.ts';
import { scheduleContext } from '../unit/analytics/schedule/schedules.fixture.ts';
import { report } from './data-files.ts';
import { cheapestOfAll, plainCost, type PlainTask } from './plain-schedule.ts';

const instances = 300;
const seed = 20;
const fewInstances = 60;

describe('the schedule of one machine', function () {
  this.timeout(300_000);

  it(`costs what the integer programme proves to be the least, on ${instances} instances of seed ${seed}`, async () => {
    const random = seededRandom(seed);
    let largest = 0;
    let infeasible = 0;
    for (let instance = 0; instance < instances; instance += 1) {
      const hours = Array.from({ length: 24 }, (_, hour): PricedHour => {
        return { start: hour, hourOfDay: hour, ratePerKwh: 0.05 + 0.3 * random.uniform(), tariff: '' };
      });
      const task: MachineTask = {
        name: 'M',
        powerKw: 10 + 90 * random.uniform(),
        runHours: 1 + random.below(20) + (random.uniform() < 0.5 ? random.uniform() : 0),
        startCost: 10 * random.uniform(),
        minOnHours: 1 + random.below(4),
        minOffHours: 1 + random.below(4),
        forbidden: Array.from({ length: random.below(4) }, () => random.below(24)),
      };
      const [exact, proven] = await Promise.all([
        settle(() => optimalSchedule({ task, hours }).cost),
        settle(async () => (await planMachines({ tasks: [task], hours, gap: 0 })).cost),
      ]);
      if (typeof exact === 'string' || typeof proven === 'string') {
        assert.equal(exact, proven, `instance ${instance}`);
        infeasible += 1;
      } else {
        largest = Math.max(largest, Math.abs(exact - proven) / proven);
      }
    }
    report('largest relative difference', largest, 'at most 1e-6');
    report('instances that both refuse', infeasible, 'reported');
    assert.ok(largest <= 1e-6);
  });
});

describe('a schedule', function () {
  this.timeout(60_000);

  it(`costs as little as the cheapest of all plans of twelve hours, on ${fewInstances} instances of seed ${seed}`, () => {
    const random = seededRandom(seed);
    let largest = 0;
    let infeasible = 0;
    for (let instance = 0; instance < fewInstances; instance += 1) {
      const task: PlainTask = {
        rates: Array.from({ length: 12 }, () => 0.05 + 0.3 * random.uniform()),
        powerKw: 10 + 90 * random.uniform(),
        runHours: 1 + random.below(10),
        startCost: 10 * random.uniform(),
        minOnHours: 1 + random.below(3),
        minOffHours: 1 + random.below(3),
        forbidden: Array.from({ length: random.below(4) }, () => random.below(12)),
      };
      const hours = task.rates.map((ratePerKwh, hour) => ({ start: hour, hourOfDay: hour, ratePerKwh, tariff: '' }));
      const cheapest = cheapestOfAll(task);
      const solve = () => optimalSchedule({ task: { name: 'M', ...task }, hours });
      if (cheapest === null) {
        assert.throws(solve, { code: 'infeasible_schedule' }, `instance ${instance}`);
        infeasible += 1;
        continue;
      }
      const { cost, shares } = solve();
      assert.ok(Math.abs(plainCost(shares, task) / cost - 1) < 1e-12, 'the plan costs what it says');
      largest = Math.max(largest, Math.abs(cost / cheapest - 1));
    }
    report('largest relative difference', largest, 'at most 1e-9');
    report('instances that both refuse', infeasible, 'reported');
    assert.ok(largest <= 1e-9);
  });

  it('answers with the cost of its hours at the prices of the site, and with what it saves', async () => {
    const { context, close } = scheduleContext();
    const schedules = new Schedules(context);
    const machine = context.machines.find(machineIds.compressor);
    for (const [date, weekday] of [
      ['2026-01-14', 3],
      ['2026-01-17', 6],
    ] as const) {
      const rates = Array.from({ length: 24 }, (_, hour) => plainRate(weekday, hour));
      const asked = { productionTarget: 1234, startCost: 1.5 };
      const { cost, savings } = await schedules.plan({ date, machines: [{ machine, constraints: asked }] });
      // 1234 pieces at 120 an hour and 40 kW: ten hours and 17 minutes.
      const runHours = 1234 / 120;
      const starting = { rates, powerKw: 40, startCost: asked.startCost };
      const straight = rates.map((_, hour) => (hour < 7 || hour > 17 ? 0 : hour === 17 ? runHours - 10 : 1));
      const cheapest = cheapestBlocks(rates, runHours).map((shares) => plainCost(shares, starting));
      report(`cost on ${date}`, cost, `${Math.min(...cheapest)}`);
      assert.ok(Math.abs(cost - Math.min(...cheapest)) < 1e-9);
      assert.ok(Math.abs(savings - (plainCost(straight, starting) - cost)) < 1e-9);
    }
    await close();
  });
});

/** All days of one or two runs that together last so long, with the fraction as any of their hours. */
function cheapestBlocks(rates: readonly number[], runHours: number): number[][] {
  const count = Math.ceil(runHours);
  const plans: number[][] = [];
  for (let first = 0; first <= count; first += 1) {
    for (let start = 0; start + count <= rates.length; start += 1) {
      for (let second = start + first; second + count - first <= rates.length; second += 1) {
        const runs = rates.map((_, hour) => {
          const isFirst = hour >= start && hour < start + first;
          return isFirst || (hour >= second && hour < second + count - first);
        });
        for (const [fraction, isOn] of runs.entries()) {
          if (isOn) plans.push(runs.map((on, hour) => (on ? (hour === fraction ? runHours - count + 1 : 1) : 0)));
        }
      }
    }
  }
  return plans;
}

/** Of the fixture: dear from 9:00 to 21:30 on working days, so that the hour from 21:00 costs the mean. */
function plainRate(weekday: number, hour: number): number {
  const isWorkingDay = weekday >= 1 && weekday <= 5;
  if (!isWorkingDay || hour < 9 || hour > 21) return 0.1;
  return hour === 21 ? (0.25 + 0.1) / 2 : 0.25;
}

async function settle(solve: () => number | Promise<number>): Promise<number | string> {
  try {
    return await solve();
  } catch (thrown) {
    return asBusbarError(thrown).code;
  }
}
