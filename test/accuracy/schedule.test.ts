import assert from 'node:assert/strict';
import { optimalSchedule } from '../../nodes/analytics/schedule/optimal-schedule.ts';
import { planMachines } from '../../nodes/analytics/schedule/plan-machines.ts';
import type { MachineTask, PricedHour } from '../../nodes/analytics/schedule/schedule-problem.ts';
import { seededRandom } from '../../nodes/ids/random.ts';
import { asBusbarError } from '../../nodes/kernel/index.ts';
import { report } from './data-files.ts';

const instances = 300;
const seed = 20;

describe('the schedule of one machine', function () {
  this.timeout(300_000);

  it(`costs what the integer programme proves to be the least, on ${instances} instances of seed ${seed}`, async () => {
    const random = seededRandom(seed);
    let largest = 0;
    let infeasible = 0;
    for (let instance = 0; instance < instances; instance += 1) {
      const hours = Array.from({ length: 24 }, (_, hour): PricedHour => {
        return { start: hour, ratePerKwh: 0.05 + 0.3 * random.uniform(), tariff: '' };
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

async function settle(solve: () => number | Promise<number>): Promise<number | string> {
  try {
    return await solve();
  } catch (thrown) {
    return asBusbarError(thrown).code;
  }
}
