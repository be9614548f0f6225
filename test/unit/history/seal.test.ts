import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { frameWrites } from '../../../nodes/history/frame-store.ts';
import { readSamples } from '../../../nodes/history/sample-store.ts';
import { type FrameWindow, sealableFrames, sealFrames } from '../../../nodes/history/seal.ts';
import { windowStart } from '../../../nodes/history/tier.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { historyModules } from './history.fixture.ts';

const start = windowStart('telemetry', Date.UTC(2026, 1, 21, 17, 45));
const minuteMs = 60_000;
const sensorIds = Array.from({ length: 50 }, (_, position) => position + 1);
/** So many that the sensors do not fit into one slice. */
const frames = 300;

describeEngines('sealing', (engine) => {
  let connection: Connection;
  beforeEach(() => {
    connection = engine.connect(historyModules);
    const points = sensorIds.map((sensorId) => ({ name: `P${sensorId}`, periodMs: 1000, sensorId }));
    const describe = { siteId: 'WLCE', deviceId: 'meter-01', points: JSON.stringify(points) };
    const pointIndex = frameWrites.describe.run(connection, describe);
    const rowOf = (cycle: number) => ({
      pointIndex,
      deviceId: 'meter-01',
      ts: start + cycle * 1000,
      cycle,
      durationMs: 1,
      origin: 'polled' as const,
      values: new Uint8Array(Float64Array.from(sensorIds, (sensorId) => sensorId + cycle / 100).buffer),
      quality: null,
      reasons: null,
    });
    frameWrites.record.run(
      connection,
      Array.from({ length: frames }, (_, cycle) => rowOf(cycle)),
    );
  });

  const whole: FrameWindow = { start, sealed: null, lastSeq: null };
  const count = (table: 'frames' | 'chunks'): number =>
    Number(connection.get(`select count(*) as count from ${table}`)?.['count']);
  const valuesOf = (sensorId: number): number[] => {
    const stored = readSamples(connection, [sensorId], start, start + 10 * minuteMs).get(sensorId);
    return [...(stored?.samples.values ?? [])];
  };
  const expectedOf = (sensorId: number): number[] =>
    Array.from({ length: frames }, (_, cycle) => sensorId + cycle / 100);

  it('shows every sample once between its slices, and after it began anew', () => {
    const next = sealFrames(connection, whole);
    assert.ok(next && count('chunks') > 0 && count('chunks') < sensorIds.length);
    assert.equal(count('frames'), frames);
    for (const sensorId of [1, 50]) assert.deepEqual(valuesOf(sensorId), expectedOf(sensorId));

    let window: FrameWindow | null = whole;
    while (window) window = sealFrames(connection, window);
    assert.deepEqual([count('frames'), count('chunks')], [0, sensorIds.length]);
    for (const sensorId of sensorIds) assert.deepEqual(valuesOf(sensorId), expectedOf(sensorId));
    assert.equal(Number(connection.get('select bytes from frames_usage')?.['bytes']), 0);
  });

  it('leaves frames for the next time that come between its slices', () => {
    const next = sealFrames(connection, whole);
    connection.run('update frames set seq = seq + 1000 where cycle = 7');
    let window: FrameWindow | null = next;
    while (window) window = sealFrames(connection, window);
    assert.equal(count('frames'), 1);
    assert.deepEqual(valuesOf(50), expectedOf(50));
  });

  const bounds = { before: start + 11 * minuteMs, heldFromSeq: null, heldAtMostBefore: 0, heldBytes: 1e9 };
  for (const { title, changes, expected } of [
    { title: 'a window that is over', changes: {}, expected: whole },
    { title: 'no window that is not', changes: { before: start + 10 * minuteMs - 1 }, expected: null },
    { title: 'no window that is held', changes: { heldFromSeq: frames }, expected: null },
    { title: 'a window of which later frames are held', changes: { heldFromSeq: frames + 1 }, expected: whole },
    {
      title: 'a held window after its time',
      changes: { heldFromSeq: 1, heldAtMostBefore: start + 10 * minuteMs },
      expected: whole,
    },
    {
      title: 'a held window when frames take too much room',
      changes: { heldFromSeq: 1, heldBytes: 1 },
      expected: whole,
    },
  ]) {
    it(`takes ${title}`, () => assert.deepEqual(sealableFrames(connection, { ...bounds, ...changes }), expected));
  }
});
