import assert from 'node:assert/strict';
import billing from '../../../nodes/billing/billing.ts';
import { type DailyEnergyBody, EnergyBilling, energyBilling } from '../../../nodes/billing/energy-billing.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { counter, historyOf, type Samples, siteOf } from './billing.fixture.ts';

const from = Date.parse('2026-02-21T00:00:00Z');
const minuteMs = 60_000;

describe('billing node', () => {
  before(() => {
    const site = siteOf({
      LOAD: { role: 'load', points: { energy: counter() } },
      HOST: { subsystem: 'thermal-l3', points: { heat: counter('kWht') } },
    });
    const steady: Samples = Array.from({ length: 121 }, (_, minute) => [from + (minute - 1) * minuteMs, minute]);
    const history = historyOf(new Map([[1, steady], [2, steady]])); // prettier-ignore
    const clock = new ManualClock(from + 120 * minuteMs);
    energyBilling.provide(new EnergyBilling({ history, site, clock }));
  });
  after(() => energyBilling.withdraw());
  afterEach(() => TestFlow.close());

  const query = { block_slug: 'block-01', start: '2026-02-21', end: '2026-02-21T01:00:00Z' };
  const request = (accept?: string): object => ({ req: { query, params: {}, headers: { accept } } });

  for (const [operation, unit] of [
    ['kwh', 'kWh'],
    ['kwht', 'kWht'],
  ] as const) {
    it(`answers GET /api/v1/billing/${operation}`, async () => {
      const flow = await TestFlow.ofNode(billing, { operation });
      const { payload, statusCode, headers } = await flow.ask('node', request());
      const body = JSON.parse(payload as string) as { total: number; data: { unit: string; value: number }[] };
      assert.equal(statusCode, 200);
      assert.deepEqual(headers, { 'content-type': 'application/json; charset=utf-8' });
      assert.equal(body.total, 60);
      assert.deepEqual(body.data.length, 12);
      assert.deepEqual([body.data[0]?.unit, body.data[0]?.value], [unit, 5]);
    });
  }

  it('answers GET /api/v1/billing/energy-daily', async () => {
    const flow = await TestFlow.ofNode(billing, { operation: 'energy_daily' });
    const { payload } = await flow.ask('node', { ...request(), req: { query: { ...query, end: '2026-02-22' } } });
    const [day] = payload as DailyEnergyBody[];
    assert.deepEqual([day?.day, day?.electrical_kwh, day?.complete], ['2026-02-21', 120, false]);
  });

  for (const operation of ['kwh', 'energy_daily']) {
    it(`answers ${operation} as CSV to a client that wants it`, async () => {
      const flow = await TestFlow.ofNode(billing, { operation });
      const { payload, headers } = await flow.ask('node', request('text/csv'));
      assert.deepEqual(headers, { 'content-type': 'text/csv; charset=utf-8; header=present' });
      assert.match(payload as string, /^[a-z_,]+\r\n/);
    });
  }

  it('gives a flow an object, asked for by the payload', async () => {
    const flow = await TestFlow.ofNode(billing);
    const { payload } = await flow.ask('node', { payload: query });
    const { total, data } = payload as { total: number; data: unknown[] };
    assert.deepEqual([total, data.length], [60, 12]);
  });

  it('sends a question that is not valid to the catch node', async () => {
    const flow = await TestFlow.ofNode(billing);
    assert.equal((await flow.askForError('node', { payload: { ...query, block_slug: 'x' } })).code, 'unknown_block');
    assert.equal((await flow.askForError('node', { payload: {} })).code, 'bad_billing_query');
  });
});
