import assert from 'node:assert/strict';
import { countersOf, mapCounters } from '../../../nodes/plant/counters.ts';
import { createPlant, stepPlant } from '../../../nodes/plant/plant.ts';

const plant = stepPlant(createPlant(42, Date.parse('2026-02-18T10:00:00Z'), 1), 60_000);

/** Every number under a name that counts. */
function countsIn(value: unknown, name = ''): number {
  if (typeof value === 'number') return /^(\w*(energy|heat|charged|ported)Kwh|produced)$/i.test(name) ? 1 : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, item]) => sum + countsIn(item, key), 0);
}

describe('counters', () => {
  it('are all there', () => {
    assert.equal(countersOf(plant).length, countsIn(plant));
    assert.ok(countersOf(plant).length > 20);
  });

  it('change one by one and nothing else does', () => {
    const shifted = mapCounters(plant, (counted, place) => counted + place);
    assert.deepEqual(
      countersOf(shifted),
      countersOf(plant).map((counted, place) => counted + place),
    );
    assert.deepEqual(
      mapCounters(shifted, (_, place) => countersOf(plant)[place]!),
      plant,
    );
  });

  it('leave a machine without a product without one', () => {
    assert.equal(mapCounters(plant, () => 1).machines[1]!.produced, undefined);
  });
});
