import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openPlantAt } from '../../../nodes/plant/opening.ts';
import { applyPhysics } from '../../../nodes/plant/physics.ts';
import { readPlant, writePlant } from '../../../nodes/plant/plant-file.ts';

/** A key that is undefined and a key that is missing are the same to a plant, and to JSON. */
const asKept = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const now = Date.parse('2026-02-18T10:00:00Z');

describe('plant-file', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'plant-'));
    file = path.join(dir, 'data', 'demo-plant.json');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('gives a plant back as it was kept', () => {
    const { opening, plant } = readPlant(file, 42, now);
    writePlant(file, { opening, plant });
    assert.deepEqual(asKept(readPlant(file, 42, now)), asKept({ opening, plant }));
    assert.deepEqual(readdirSync(path.dirname(file)), ['demo-plant.json']);
  });

  it('opens a plant where there is none', () => {
    const { opening, plant } = readPlant(file, 42, now);
    assert.deepEqual(plant, openPlantAt(42, now));
    assert.equal(opening, plant);
  });

  it('goes on with higher counters after a pause, and remembers where it began', () => {
    const first = readPlant(file, 42, now);
    writePlant(file, first);
    const second = readPlant(file, 42, now + 60_000);
    assert.deepEqual(asKept(second.opening), asKept(first.opening));
    assert.ok(second.plant.grid.importedKwh > first.plant.grid.importedKwh);
  });

  it('ends what was forced on the plant', () => {
    const { opening, plant } = readPlant(file, 42, now);
    writePlant(file, { opening, plant: applyPhysics(plant, { estop: true, gridVoltageV: 300, outdoorC: 40 }) });
    const { overrides, inverters } = readPlant(file, 42, now).plant;
    assert.deepEqual(Object.values(overrides), [null, null, null, null]);
    assert.equal(inverters[0]!.overrides.estop, false);
  });

  for (const [title, text] of [
    ['of another seed', undefined],
    ['of another version', '{"version":0}'],
    ['that was cut off', '{"version":1,"opening":'],
  ] as const) {
    it(`opens anew beside a file ${title}`, () => {
      writePlant(file, readPlant(file, 7, now - 5000));
      if (text !== undefined) writeFileSync(file, text);
      assert.deepEqual(readPlant(file, 42, now).plant, openPlantAt(42, now));
    });
  }
});
