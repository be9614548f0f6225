import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import optimalSchedule from '../../../nodes/analytics/optimal-schedule.ts';
import { Schedules, schedules } from '../../../nodes/analytics/schedule/schedules.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { machineIds } from './context.fixture.ts';
import { type ScheduleContext, scheduleContext } from './schedule/schedules.fixture.ts';

const { compressor, hvac } = machineIds;

interface Hour {
  readonly hour: number;
  readonly operate: boolean;
  readonly reason?: string;
  readonly expected_power?: number;
  readonly rate: number;
}

describe('optimal schedule node', function () {
  this.timeout(20_000);
  let running: ScheduleContext;
  before(() => {
    running = scheduleContext();
    analyticsContext.provide(running.context);
    schedules.provide(new Schedules(running.context));
  });
  after(async () => {
    schedules.withdraw();
    analyticsContext.withdraw();
    await running.close();
  });
  afterEach(() => TestFlow.close());

  const question = {
    machine_id: compressor,
    date: '2026-01-14',
    constraints: { production_target: 1000, max_runtime_hours: 20 },
  };

  it('answers POST /api/v1/forecast/optimal-schedule', async () => {
    const flow = await TestFlow.ofNode(optimalSchedule);
    const { payload, statusCode } = await flow.ask('node', { payload: question });
    const body = payload as Record<string, unknown>;
    const hours = body['schedule'] as Hour[];
    assert.deepEqual([statusCode, body['machine_id'], body['date']], [200, compressor, '2026-01-14']);
    assert.deepEqual(
      hours.map(({ hour }) => hour),
      Array.from({ length: 24 }, (_, hour) => hour),
    );
    assert.deepEqual(hours[12], {
      hour: 12,
      operate: false,
      reason: 'High tariff period, peak: price 3 of 3',
      timestamp: '2026-01-14T20:00:00+00:00',
      tariff: 'peak',
      rate: 0.25,
    });
    const energy = hours.reduce((sum, { expected_power: kw = 0 }) => sum + kw, 0);
    const cost = hours.reduce((sum, { expected_power: kw = 0, rate }) => sum + kw * rate, 0);
    assert.ok(Math.abs(energy - (1000 / 120) * 40) < 1e-6);
    assert.ok(Math.abs(Number(body['estimated_energy']) - energy) < 1e-6);
    assert.ok(Math.abs(Number(body['estimated_cost']) - cost) < 1e-6);
    assert.ok(Number(body['cost_savings']) > 0);
    assert.equal(body['savings_against'], 'the same hours without a pause from 07:00 on');
    assert.equal(body['expected_production'], 1000);
  });

  it('plans several machines, with constraints of each', async () => {
    const flow = await TestFlow.ofNode(optimalSchedule);
    const { payload } = await flow.ask('node', {
      payload: {
        machine_ids: [compressor, hvac],
        date: '2026-01-14',
        constraints: { max_runtime_hours: 3 },
        machine_constraints: { [hvac]: { max_runtime_hours: 2 } },
        demand_limit_kw: 160,
      },
    });
    const body = payload as { schedules: { runtime_hours: number }[]; peak_power: object; estimated_energy: number };
    assert.deepEqual(
      body.schedules.map(({ runtime_hours }) => runtime_hours),
      [3, 2],
    );
    assert.deepEqual([body.peak_power, body.estimated_energy], [{ value: 150, unit: 'kW' }, 420]);
  });

  for (const [name, rest, status, message] of [
    ['an unknown machine', { machine_id: 'x' }, 404, /Machine not found/],
    ['a date that is none', { date: '2026-02-30' }, 422, /date must be a date/],
    ['too much work', { constraints: { production_target: 9999 } }, 422, /needs 83.33 h, and 24 hours are allowed/],
    ['an hour that is none', { constraints: { max_runtime_hours: 1, forbidden_hours: [24] } }, 422, /forbidden_hours/],
    ['constraints that are none', { constraints: 'cheap' }, 422, /constraints must be an object/],
    ['a runtime that is no number', { constraints: { max_runtime_hours: 'long' } }, 422, /max_runtime_hours must be/],
    ['no machines', { machine_ids: [] }, 422, /a list of 1 to 20 machines/],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const flow = await TestFlow.ofNode(optimalSchedule);
      const error = await flow.askForError('node', { payload: { ...question, ...rest } });
      assert.match(error.message, message);
      assert.equal((error.cause as { status: number }).status, status);
    });
  }
});
