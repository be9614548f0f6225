import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ComparedMachine, compareMachines } from '../../../../nodes/analytics/views/comparison.ts';
import { dailyHeatMap, hourlyHeatMap } from '../../../../nodes/analytics/views/heat-map.ts';
import { type Sankey, sankeyOf } from '../../../../nodes/analytics/views/sankey.ts';

const machine = (id: string, kwh: number | null, department = 'Hall', factoryId = 'F') => ({
  id,
  name: `M${id}`,
  factoryId,
  department,
  kwh,
});

function assertConserved({ nodes, links }: Sankey): void {
  for (const { id, level } of nodes) {
    const inflow = links.filter(({ target }) => target === id).reduce((sum, { value }) => sum + value, 0);
    const outflow = links.filter(({ source }) => source === id).reduce((sum, { value }) => sum + value, 0);
    const isEnd = level === 3 || id.startsWith('unmetered_');
    if (level !== 0 && !isEnd)
      assert.ok(Math.abs(inflow - outflow) <= 1e-6 * Math.max(1, inflow), `${id}: ${inflow} in, ${outflow} out`);
  }
}

describe('the energy flow', () => {
  it('conserves energy at every node, whatever the meters say', () => {
    const kwh = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null });
    const machines = fc.array(
      fc.record({ kwh, department: fc.constantFrom('A', 'B', 'C'), factoryId: fc.constantFrom('F', 'G') }),
    );
    fc.assert(
      fc.property(machines, kwh, (drawn, meteredKwh) => {
        const sankey = sankeyOf(
          [
            { id: 'F', name: 'F', meteredKwh },
            { id: 'G', name: 'G', meteredKwh: null },
          ],
          drawn.map((each, position) => ({ ...each, id: String(position), name: '' })),
        );
        assertConserved(sankey);
        const ids = new Set(sankey.nodes.map(({ id }) => id));
        for (const { source, target, value } of sankey.links)
          assert.ok(ids.has(source) && ids.has(target) && value > 0);
      }),
      { seed: 11 },
    );
  });

  it('shows what no machine meter saw, and what only they saw', () => {
    const { links, totalKwh } = sankeyOf(
      [{ id: 'F', name: 'F', meteredKwh: 100 }],
      [machine('1', 60), machine('2', 30)],
    );
    assert.equal(links.find(({ target }) => target === 'unmetered_F')?.value, 10);
    assert.equal(totalKwh, 100);
    const more = sankeyOf([{ id: 'F', name: 'F', meteredKwh: 80 }], [machine('1', 60), machine('2', 30)]);
    assert.equal(more.links.find(({ source }) => source === 'surplus_F')?.value, 10);
    assert.equal(more.totalKwh, 90);
  });

  it('has shares of the parent in per cent, and names machines that were not read', () => {
    const { links, unread } = sankeyOf(
      [{ id: 'F', name: 'F', meteredKwh: null }],
      [machine('1', 30), machine('2', 60), machine('3', null), machine('4', 0)],
    );
    assert.deepEqual(
      links.map(({ percentage }) => percentage),
      [100, 100, 33.33, 66.67],
    );
    assert.deepEqual(unread, ['M3']);
  });
});

describe('the heat map', () => {
  const hourMs = 3_600_000;
  const noon = Date.parse('2026-10-25T12:00:00Z');
  const energy = {
    start: Float64Array.of(noon, noon + hourMs),
    kwh: Float64Array.of(5, 7),
    anomalies: new Set([noon]),
  };

  it('has every hour of local time, with the energy where it was measured', () => {
    const cells = hourlyHeatMap(energy, 'Europe/Berlin', '2026-10-25', '2026-10-26');
    assert.equal(cells.length, 25 + 24);
    assert.deepEqual(cells.filter(({ date, hour }) => date === '2026-10-25' && hour === 2).length, 2);
    assert.deepEqual(
      cells.filter(({ value }) => value !== null).map(({ hour, value, isAnomaly }) => [hour, value, isAnomaly]),
      [
        [13, 5, true],
        [14, 7, false],
      ],
    );
  });

  it('adds hours up to days', () => {
    const days = dailyHeatMap(hourlyHeatMap(energy, 'Europe/Berlin', '2026-10-25', '2026-10-26'));
    assert.deepEqual(
      days.map(({ date, value, isAnomaly }) => [date, value, isAnomaly]),
      [
        ['2026-10-25', 12, true],
        ['2026-10-26', null, false],
      ],
    );
  });
});

describe('the comparison', () => {
  const compared = (id: string, energyKwh: number | null, secKwhPerUnit: number | null): ComparedMachine =>
    ({ id, name: id, kpis: { energyKwh, secKwhPerUnit } }) as ComparedMachine;
  const ranksOf = (machines: readonly ComparedMachine[]) =>
    compareMachines(machines).machines.map(({ id, rank }) => [id, rank]);

  it('ranks by energy per piece; what made nothing is neither best nor worst', () => {
    const machines = [compared('a', 10, null), compared('b', 500, 2), compared('c', 900, 1), compared('d', 700, 2)];
    assert.deepEqual(ranksOf(machines), [
      ['c', 1],
      ['b', 2],
      ['d', 2],
      ['a', null],
    ]);
    const { bestId, worstId, rankedBy } = compareMachines(machines);
    assert.deepEqual([bestId, worstId, rankedBy], ['c', 'd', 'sec']);
  });

  it('ranks by energy where no machine counts pieces', () => {
    assert.deepEqual(ranksOf([compared('a', 10, null), compared('b', 5, null), compared('c', null, null)]), [
      ['b', 1],
      ['a', 2],
      ['c', null],
    ]);
  });
});
