import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  analyticsReads,
  analyticsWrites,
  type NewAnomaly,
  type NewModel,
} from '../../../nodes/analytics/analytics-store.ts';
import { Store } from '../../../nodes/history/index.ts';
import { systemClock } from '../../../nodes/kernel/index.ts';

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
const anomalyOf = (id: string, startedAt: number, severity = 'low'): NewAnomaly => ({ id, machineId, startedAt, severity, document: '{}' }); // prettier-ignore

describe('the store of analytics', () => {
  let folder: string;
  let store: Store;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'analytics-store-'));
    const modules = [new URL('../../../nodes/analytics/analytics-store', import.meta.url)];
    store = await Store.open({ folder, modules, maxMb: 64, clock: systemClock, report: () => undefined });
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
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
    assert.deepEqual(all.map(({ id, isActive }) => [id, isActive]), [['d', true], ['b', false], ['a', false]]); // prettier-ignore
    assert.equal((await store.read(analyticsReads.model, 'b'))?.reason, 'the bias is too large');
    assert.equal(await store.read(analyticsReads.model, 'x'), null);
  });

  it('keeps an anomaly once, however often it is found', async () => {
    const save = (anomaly: NewAnomaly) => store.write(analyticsWrites.saveAnomaly, anomaly);
    assert.equal(await save(anomalyOf('1', 5000)), true);
    assert.equal(await save(anomalyOf('2', 5000, 'high')), false);
    const question = { from: 0, until: 1e6, limit: 10 };
    const [only, ...others] = await store.read(analyticsReads.anomalies, question);
    assert.deepEqual([only?.id, only?.severity, others.length], ['1', 'high', 0]);
  });

  it('resolves an anomaly once, and leaves it alone from then on', async () => {
    await store.write(analyticsWrites.saveAnomaly, anomalyOf('1', 5000));
    const resolve = (id: string, resolvedAt: number) =>
      store.write(analyticsWrites.resolveAnomaly, { id, resolvedAt, notes: 'fixed' });
    assert.equal((await resolve('1', 7000))?.resolvedAt, 7000);
    assert.equal((await resolve('1', 9000))?.resolvedAt, 7000);
    assert.equal(await resolve('x', 9000), null);
    await store.write(analyticsWrites.saveAnomaly, anomalyOf('3', 5000, 'critical'));
    const [found] = await store.read(analyticsReads.anomalies, { from: 0, until: 1e6, limit: 10 });
    assert.deepEqual([found?.severity, found?.notes], ['low', 'fixed']);
  });

  it('answers by time, machine, severity and state, newest first', async () => {
    for (const [id, startedAt, severity] of [
      ['1', 1000, 'low'],
      ['2', 2000, 'high'],
      ['3', 3000, 'low'],
    ] as const) {
      // prettier-ignore
      await store.write(analyticsWrites.saveAnomaly, anomalyOf(id, startedAt, severity));
    }
    await store.write(analyticsWrites.resolveAnomaly, { id: '3', resolvedAt: 4000, notes: '' });
    const ids = async (question: object) =>
      (await store.read(analyticsReads.anomalies, { from: 0, until: 3001, limit: 10, ...question }))
        .map(({ id }) => id)
        .join('');
    assert.equal(await ids({}), '321');
    assert.equal(await ids({ severity: 'low' }), '31');
    assert.equal(await ids({ isActive: true, limit: 1 }), '2');
    assert.equal(await ids({ from: 2000, until: 3000, machineId }), '2');
    assert.equal(await ids({ machineId: 'another' }), '');
  });

  it('keeps what was found of a model at each time', async () => {
    for (const [at, document] of [
      [2000, '{"rmse":2}'],
      [1000, '{"rmse":1}'],
      [2000, '{"rmse":3}'],
    ] as const) {
      // prettier-ignore
      await store.write(analyticsWrites.addEvaluation, { machineId, kind: 'baseline', at, document });
    }
    const found = await store.read(analyticsReads.evaluations, { machineId, kind: 'baseline', from: 1000 });
    assert.deepEqual(found.map(({ at, document }) => [at, document]), [[1000, '{"rmse":1}'], [2000, '{"rmse":3}']]); // prettier-ignore
  });
});
