import assert from 'node:assert/strict';
import {
  type CoolingState,
  type CoolingUnit,
  coolingCondition,
  coolingUnits,
  createCooling,
  excursionAt,
  heatPerM3KwhPerK,
  pressuresKpa,
  stepCooling,
} from '../../../nodes/plant/cooling.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const start = Date.parse('2026-02-01T00:00:00Z');
const inputs = { itKw: 800, outdoorC: 12, ambientC: 22 };
const [cdu01] = coolingUnits as [CoolingUnit];

function run(unit: CoolingUnit, days: number, seed = 42): readonly CoolingState[] {
  const states = [createCooling(unit, seed, start, inputs)];
  for (let at = start + minuteMs; at <= start + days * dayMs; at += minuteMs) {
    states.push(stepCooling(states.at(-1)!, unit, seed, at, minuteMs, inputs));
  }
  return states;
}

describe('cooling', () => {
  const month = run(cdu01, 60);

  it('warms the water by the heat over flow and heat capacity', () => {
    for (const { supplyC, returnC, heatKw, flowM3PerH } of month) {
      assert.ok(Math.abs((returnC - supplyC) * flowM3PerH * heatPerM3KwhPerK - heatKw) < 1e-9);
    }
  });

  it('takes its share of the IT load and counts it', () => {
    const last = month.at(-1)!;
    assert.equal(last.heatKw, 480);
    assert.ok(Math.abs(last.heatKwh - 480 * 24 * 60) < 1e-6);
  });

  it('holds about 30 °C and 80 to 90 m³/h on an ordinary day', () => {
    const ordinary = month.filter((_, minute) => {
      const { facilityK, flowLoss } = excursionAt(cdu01, 42, start + minute * minuteMs);
      const earlier = excursionAt(cdu01, 42, start + (minute - 12) * minuteMs);
      return facilityK + flowLoss + earlier.facilityK === 0;
    });
    assert.ok(ordinary.length > month.length * 0.95);
    for (const state of ordinary) {
      assert.ok(state.supplyC > 29 && state.supplyC < 31, `${state.supplyC} °C`);
      assert.ok(state.flowM3PerH > 80 && state.flowM3PerH < 90, `${state.flowM3PerH} m³/h`);
      assert.equal(coolingCondition(state), 0);
    }
  });

  it('passes each alarm limit on some days of two months, and on most days none', () => {
    const daysWith = (passes: (state: CoolingState) => boolean): number =>
      new Set(month.flatMap((state, minute) => (passes(state) ? [Math.floor(minute / 1440)] : []))).size;
    const counts = [
      daysWith(({ supplyC }) => supplyC > 35),
      daysWith(({ supplyC }) => supplyC > 38),
      daysWith(({ flowM3PerH }) => flowM3PerH < 65),
      daysWith(({ flowM3PerH }) => flowM3PerH < 40),
    ];
    for (const count of counts) assert.ok(count >= 1 && count <= 20, `days ${counts.join(' ')}`);
  });

  it('differs by seed and repeats by seed', () => {
    assert.deepEqual(run(cdu01, 1), run(cdu01, 1));
    assert.notDeepEqual(run(cdu01, 1, 7), run(cdu01, 1));
  });

  it('lets the supply rise when the valve is fully open and the facility is hot', () => {
    const hot = { ...inputs, outdoorC: 45 };
    let state = createCooling(cdu01, 42, start, hot);
    for (let minute = 1; minute < 60; minute += 1) {
      state = stepCooling(state, cdu01, 42, start + minute * minuteMs, minuteMs, { ...hot, itKw: 1000 });
    }
    assert.equal(state.valvePct, 100);
    assert.ok(state.supplyC > 31);
  });

  it('loses pressure with the square of the flow', () => {
    const state = month[0]!;
    const full = pressuresKpa({ ...state, flowM3PerH: 85 });
    const half = pressuresKpa({ ...state, flowM3PerH: 42.5 });
    assert.equal((full.supply - full.return) / (half.supply - half.return), 4);
  });

  for (const [supplyC, flowM3PerH, condition] of [
    [30, 85, 0],
    [35.1, 85, 1],
    [38.1, 85, 2],
    [30, 64, 1],
    [30, 39, 2],
  ] as const) {
    it(`reports ${condition} at ${supplyC} °C and ${flowM3PerH} m³/h`, () => {
      assert.equal(coolingCondition({ ...month[0]!, supplyC, flowM3PerH }), condition);
    });
  }
});
