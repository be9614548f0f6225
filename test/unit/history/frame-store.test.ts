import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connection } from '../../../nodes/history/connection.ts';
import frameStore, { type FrameRow, framesAt, frameWrites } from '../../../nodes/history/frame-store.ts';
import type { Frame } from '../../../nodes/site/index.ts';
import { describeEngines } from '../../support/store-engines.ts';

const points = [
  { name: 'StateOfCharge', description: '', unit: '%', role: 'soc', safetyRequired: true, periodMs: 1000 },
  { name: 'ActivePower', description: '', unit: 'kW', role: 'power', safetyRequired: true, periodMs: 1000 },
];

describeEngines('frame store', (engine) => {
  let connection: Connection;
  let pointIndex: number;

  beforeEach(() => {
    connection = engine.connect([frameStore]);
    pointIndex = describeDevice('bess-01');
  });

  function describeDevice(deviceId: string, described = points): number {
    return frameWrites.describe.run(connection, { siteId: 'WLCE', deviceId, points: JSON.stringify(described) });
  }

  function rowOf(changes: Partial<FrameRow> = {}): FrameRow {
    const values = Float64Array.of(72.4, NaN);
    return {
      pointIndex,
      deviceId: 'bess-01',
      ts: 1000,
      cycle: 1,
      durationMs: 12.5,
      origin: 'polled',
      values: new Uint8Array(values.buffer),
      quality: Uint8Array.of(0, 2),
      reasons: '{"1":"timeout"}',
      ...changes,
    };
  }

  const record = (...rows: FrameRow[]): void => frameWrites.record.run(connection, rows);
  const count = (): unknown => connection.get('select count(*) as n from frames')?.['n'];
  const usedBytes = (): number => Number(connection.get('select bytes from frames_usage')?.['bytes']);
  const frameAt = (seq: number): Frame => {
    const frame = framesAt(connection, [seq]).get(seq);
    assert.ok(frame);
    return frame;
  };

  it('reads a frame as it was, with the columns of its time', () => {
    record(rowOf());
    const frame = frameAt(1);
    const { siteId, deviceId, ts, cycle, durationMs, origin } = frame;
    assert.deepEqual(
      { siteId, deviceId, ts, cycle, durationMs, origin },
      { siteId: 'WLCE', deviceId: 'bess-01', ts: 1000, cycle: 1, durationMs: 12.5, origin: 'polled' },
    );
    assert.equal(frame.ofRole('soc').value, 72.4);
    assert.deepEqual(frame.get('ActivePower'), { value: null, quality: 2, reason: 'timeout' });
  });

  it('reads an absent quality as good', () => {
    record(rowOf({ quality: null, reasons: null }));
    assert.equal(frameAt(1).get('ActivePower').quality, 0);
  });

  it('numbers the same columns once, and changed columns anew', () => {
    assert.equal(describeDevice('bess-01'), pointIndex);
    assert.notEqual(describeDevice('bess-01', points.slice(1)), pointIndex);
    assert.notEqual(describeDevice('bess-02'), pointIndex);
  });

  it('takes a repeated write once', () => {
    record(rowOf(), rowOf());
    record(rowOf(), rowOf({ cycle: 2 }));
    assert.equal(count(), 2);
  });

  it('knows no frame that was never recorded', () => {
    assert.equal(framesAt(connection, [1, 2]).size, 0);
  });

  it('removes nothing before there are too many bytes, and then posted frames too', () => {
    record(rowOf({ ts: 10, origin: 'posted' }), rowOf({ ts: 20, origin: 'posted' }));
    assert.equal(frameWrites.retain.run(connection, usedBytes()), 0);
    assert.equal(frameWrites.retain.run(connection, 0), 2);
  });

  it('removes as few as bring it within its bytes', () => {
    for (let cycle = 1; cycle <= 10; cycle += 1) record(rowOf({ cycle }));
    const maxBytes = usedBytes() * 0.75;
    assert.equal(frameWrites.retain.run(connection, maxBytes), 3);
    assert.ok(usedBytes() <= maxBytes);
  });

  it('removes a thousand at a time', () => {
    record(...Array.from({ length: 1500 }, (_, cycle) => rowOf({ cycle })));
    assert.equal(frameWrites.retain.run(connection, 0), 1000);
    assert.equal(frameWrites.retain.run(connection, 0), 500);
    assert.equal(usedBytes(), 0);
  });

  it('keeps count of its bytes, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ ts: fc.nat(50), size: fc.nat(20), reasons: fc.constantFrom(null, '{"0":"no answer"}') }),
      fc.record({ maxBytes: fc.nat(3000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        connection.run('delete from frames');
        connection.run('update frames_usage set bytes = 0');
        for (const [cycle, each] of steps.entries()) {
          if ('maxBytes' in each) frameWrites.retain.run(connection, each.maxBytes);
          else record(rowOf({ ts: each.ts, cycle, values: new Uint8Array(8 * each.size), reasons: each.reasons }));
        }
        const stored = connection.all(
          'select length(point_values) + coalesce(length(quality), 0) + coalesce(length(reasons), 0) as bytes from frames',
        );
        assert.equal(
          usedBytes(),
          stored.reduce((sum, { bytes }) => sum + Number(bytes) + 120, 0),
        );
      }),
      { numRuns: 50 },
    );
  });
});
