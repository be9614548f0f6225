import assert from 'node:assert/strict';
import analyticsStore, {
  analyticsReads,
  analyticsWrites,
  type NewModel,
} from '../../../nodes/analytics/analytics-store.ts';
import type { NewAnomaly } from '../../../nodes/analytics/anomaly/anomaly-tables.ts';
import { memoryStore } from './jobs/memory-jobs.fixture.ts';

const machineId = 'c0000000-0000-0000-0000-000000000001';
const modelOf = (id: string, isActive: boolean, rest: Partial<NewModel> = {}): NewModel => ({
  id,
  machineId,
  kind: 'baseline',
  createdAt: 1000,
  isActive,
  reason: 'passes',
  document: '{"schema":1}',
  ...rest,
});
const everything = { from: 0, until: 1e6, machineIds: [machineId], limit: 10 };
const anomalyOf = (id: string, startedAt: number, severity = 'low'): NewAnomaly => ({
  id,
  machineId,
  startedAt,
  endedAt: startedAt + 500,
  severity,
  document: '{}',
});

describe('the store of analytics', () => {
  let store: ReturnType<typeof memoryStore>;

  beforeEach(() => {
    store = memoryStore([analyticsStore]);
  });

  it('numbers models by machine and kind, of which one is active', async () => {
    const add = (model: NewModel) => store.write(analyticsWrites.addModel, model);
    assert.equal(await add(modelOf('a', true)), 1);
    assert.equal(await add(modelOf('b', false, { reason: 'the bias is too large' })), 2);
    assert.equal(await add(modelOf('c', true, { kind: 'forecast_arima' })), 1);
    const active = () => store.read(analyticsReads.activeModel, { machineId, kind: 'baseline' });
    assert.equal((await active())?.id, 'a');
    assert.equal(await add(modelOf('d', true)), 3);
    assert.equal((await active())?.version, 3);
    const all = await store.read(analyticsReads.models, { machineId, kind: 'baseline' });
    assert.deepEqual(
      all.map(({ id, isActive }) => [id, isActive]),
      [
        ['d', true],
        ['b', false],
        ['a', false],
      ],
    );
    assert.equal((await store.read(analyticsReads.model, 'b'))?.reason, 'the bias is too large');
    assert.equal(await store.read(analyticsReads.model, 'x'), null);
  });

  it('keeps an anomaly once, however often it is found', async () => {
    const save = (anomaly: NewAnomaly) => store.write(analyticsWrites.saveAnomaly, anomaly);
    assert.equal(await save(anomalyOf('1', 5000)), true);
    assert.equal(await save(anomalyOf('2', 5000, 'high')), false);
    const { total, anomalies } = await store.read(analyticsReads.anomalies, everything);
    assert.deepEqual([total, anomalies.map(({ id, severity }) => [id, severity])], [1, [['1', 'high']]]);
  });

  it('resolves an anomaly once, and leaves it alone from then on', async () => {
    await store.write(analyticsWrites.saveAnomaly, anomalyOf('1', 5000));
    const resolve = (id: string, resolvedAt: number) =>
      store.write(analyticsWrites.resolveAnomaly, { id, resolvedAt, notes: 'fixed' });
    assert.equal((await resolve('1', 7000))?.resolvedAt, 7000);
    assert.equal((await resolve('1', 9000))?.resolvedAt, 7000);
    assert.equal(await resolve('x', 9000), null);
    await store.write(analyticsWrites.saveAnomaly, anomalyOf('3', 5000, 'critical'));
    const found = await store.read(analyticsReads.anomaly, '1');
    assert.deepEqual([found?.severity, found?.notes], ['low', 'fixed']);
    assert.equal(await store.read(analyticsReads.anomaly, 'x'), null);
  });

  it('answers by time, machine, severity and state, newest first', async () => {
    for (const [id, startedAt, severity] of [
      ['1', 1000, 'low'],
      ['2', 2000, 'high'],
      ['3', 3000, 'low'],
    ] as const) {
      await store.write(analyticsWrites.saveAnomaly, anomalyOf(id, startedAt, severity));
    }
    await store.write(analyticsWrites.resolveAnomaly, { id: '3', resolvedAt: 4000, notes: '' });
    const ids = async (question: object): Promise<[number, string]> => {
      const { total, anomalies } = await store.read(analyticsReads.anomalies, { ...everything, ...question });
      return [total, anomalies.map(({ id }) => id).join('')];
    };
    assert.deepEqual(await ids({}), [3, '321']);
    assert.deepEqual(await ids({ severities: ['low'] }), [2, '31']);
    assert.deepEqual(await ids({ severities: ['low', 'high'], limit: 2 }), [3, '32']);
    assert.deepEqual(await ids({ isActive: true, limit: 1 }), [2, '2']);
    assert.deepEqual(await ids({ from: 2000, until: 3000 }), [1, '2']);
    assert.deepEqual(await ids({ from: 1499, until: 2000 }), [1, '1']);
    assert.deepEqual(await ids({ from: 1500, until: 2000 }), [0, '']);
    assert.deepEqual(await ids({ machineIds: ['another'] }), [0, '']);
    assert.deepEqual(await ids({ machineIds: [] }), [0, '']);
  });

  it('remembers up to when a machine was judged', async () => {
    assert.equal(await store.read(analyticsReads.judgedUntil, machineId), null);
    for (const until of [5000, 9000]) await store.write(analyticsWrites.setJudgedUntil, { machineId, until });
    assert.equal(await store.read(analyticsReads.judgedUntil, machineId), 9000);
  });

  it('keeps what was found of a model at each time', async () => {
    for (const [at, document] of [
      [2000, '{"rmse":2}'],
      [1000, '{"rmse":1}'],
      [2000, '{"rmse":3}'],
    ] as const) {
      await store.write(analyticsWrites.addEvaluation, { machineId, kind: 'baseline', at, document });
    }
    const found = await store.read(analyticsReads.evaluations, { machineId, kind: 'baseline', from: 1000 });
    assert.deepEqual(
      found.map(({ at, document }) => [at, document]),
      [
        [1000, '{"rmse":1}'],
        [2000, '{"rmse":3}'],
      ],
    );
  });
});
