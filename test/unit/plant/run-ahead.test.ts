import assert from 'node:assert/strict';
import { type PlantSample, runAhead } from '../../../nodes/plant/index.ts';
import { createPlant, stepPlant } from '../../../nodes/plant/plant.ts';
import { mapUnits } from '../../../nodes/plant/register-map.ts';

const from = Date.parse('2026-02-18T00:00:00Z');
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

function samplesOf(seed: number, spanMs: number, stepMs: number, setpointKw?: () => number): PlantSample[] {
  const samples: PlantSample[] = [];
  const onSample = (sample: PlantSample): number => samples.push(sample);
  runAhead({ seed, from, to: from + spanMs, stepMs, onSample, ...(setpointKw && { setpointKw }) });
  return samples;
}

function column(samples: readonly PlantSample[], unit: number, name: string): number[] {
  const index = samples[0]!.points.findIndex((point) => point.unit === unit && point.name === name);
  return samples.map(({ values }) => values[index]!);
}

describe('run-ahead', () => {
  const day = samplesOf(42, dayMs, minuteMs);

  it('samples every point of every device at every step, first and last instant included', () => {
    assert.equal(day.length, 1441);
    assert.equal(day.at(-1)!.epochMs, from + dayMs);
    assert.equal(day[0]!.points.length, 181);
  });

  it('equals live stepping at the same step', () => {
    let live = createPlant(42, from);
    const columns = [...mapUnits(live).values()].flatMap(({ points }) => points);
    for (const { values, points } of samplesOf(42, 600_000, 100, () => 0)) {
      columns.forEach(({ name, value }, index) => {
        assert.equal(points[index]!.name, name);
        // Only who runs ahead beats the gateway's heart.
        if (name !== 'gateway_heartbeat') assert.ok(Object.is(values[index], value(live) ?? Number.NaN), name);
      });
      live = stepPlant(live, 100);
    }
  });

  it('repeats by seed and differs by seed', () => {
    assert.deepEqual(samplesOf(42, 30 * minuteMs, minuteMs), day.slice(0, 31));
    assert.notDeepEqual(samplesOf(43, 30 * minuteMs, minuteMs), day.slice(0, 31));
  });

  it('shows the same load at the same instant whatever the step', () => {
    const fine = samplesOf(42, 10 * minuteMs, 1000).filter((_, second) => second % 60 === 0);
    for (const unit of [3, 11, 12, 13, 14, 15, 16, 17]) {
      assert.deepEqual(column(fine, unit, 'power'), column(day.slice(0, 11), unit, 'power'));
    }
  });

  it('gives back the plant from which a live one goes on', () => {
    let end = runAhead({ seed: 42, from, to: from + dayMs, stepMs: minuteMs, onSample: () => undefined });
    assert.equal(end.epochMs, from + dayMs);
    const before = end.grid.importedKwh;
    end = stepPlant(end, 100);
    assert.ok(end.grid.importedKwh > before);
  });

  it('cycles the battery once a day within its charge', () => {
    const soc = column(day, 1, 'soc');
    assert.ok(Math.max(...soc) > 80 && Math.max(...soc) < 92);
    assert.ok(Math.min(...soc) < 50 && Math.min(...soc) > 10);
  });
});
