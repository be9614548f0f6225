import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  joinedSamples,
  overlaidSamples,
  type Samples,
  SampleList,
  samplesWithin,
} from '../../../nodes/history/sample.ts';

function samplesOf(entries: readonly (readonly [ts: number, value: number])[]): Samples {
  const list = new SampleList();
  for (const [ts, value] of entries) list.add(ts, value, 0);
  return list.samples;
}

const entriesOf = ({ times, values }: Samples): (readonly [number, number])[] =>
  [...times].map((ts, at) => [ts, values[at]!]);

describe('samples', () => {
  it('keep the last of one millisecond', () => {
    const samples = samplesOf([
      [1, 10],
      [2, 20],
      [2, 21],
    ]);
    assert.deepEqual(entriesOf(samples), [
      [1, 10],
      [2, 21],
    ]);
  });

  it('are overlaid as a map would be', () => {
    const entries = fc
      .array(fc.tuple(fc.nat(20), fc.nat(100)), { maxLength: 20 })
      .map((list) => list.sort(([a], [b]) => a - b));
    fc.assert(
      fc.property(entries, entries, (base, over) => {
        const expected = [...new Map([...base, ...over])].sort(([a], [b]) => a - b);
        assert.deepEqual(entriesOf(overlaidSamples(samplesOf(base), samplesOf(over))), expected);
      }),
    );
  });

  it('can be cut to a half-open range and joined again', () => {
    const all = samplesOf([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const parts = [samplesWithin(all, 0, 2), samplesWithin(all, 2, 3), samplesWithin(all, 3, 9)];
    assert.deepEqual(parts.map(entriesOf), [[[1, 10]], [[2, 20]], [[3, 30]]]);
    assert.deepEqual(entriesOf(joinedSamples(parts)), entriesOf(all));
  });
});
