import assert from 'node:assert/strict';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { pointIndexOf } from '../../../nodes/devices/register-map.ts';
import { readSetpointState } from '../../../nodes/devices/setpoint-state.ts';
import { Frame, ProcessImage, Quality } from '../../../nodes/site/index.ts';
import { pointOf, profileOf } from './profile.fixture.ts';

const control = { prerequisites: [], okStates: [0], settleMs: 5000, tolerancePct: 5 };
const one = profileOf(
  [pointOf({ name: 'setpoint' })],
  {},
  { control: { ...control, setpoint: { point: 'setpoint' } } },
);
const two = profileOf(
  [pointOf({ name: 'charge', address: 0 }), pointOf({ name: 'discharge', address: 1 })],
  {},
  { control: { ...control, setpoint: { charge: 'charge', discharge: 'discharge' } } },
);

/** What a cycle found for each point of the profile, in their order: a value, a reason, or nothing. */
type Cycle = readonly (number | string | undefined)[];

/** The image of a device after one cycle each second, each of 20 ms. */
function imageAfter(profile: Profile, cycles: readonly Cycle[]) {
  const index = pointIndexOf('DEVICE-1', profile, []);
  const image = new ProcessImage().add(index);
  for (const [position, found] of cycles.entries()) {
    const values = Float64Array.from(found, (value) => (typeof value === 'number' ? value : NaN));
    const quality = Uint8Array.from(found, (value) => (typeof value === 'number' ? Quality.good : Quality.bad));
    const reasons = new Map(found.flatMap((value, column) => (typeof value === 'string' ? [[column, value]] : [])));
    const answered = new Set(found.flatMap((value, column) => (value === undefined ? [] : [column])));
    const fields = { siteId: 'S', deviceId: 'DEVICE-1', ts: 0, cycle: position + 1, durationMs: 20 } as const;
    const frame = new Frame({ ...fields, origin: 'polled', index, values, quality, reasons });
    image.update(frame, answered, 1000 * (position + 1));
  }
  return image;
}

const never = { value: null, goodAt: -Infinity, askedAt: -Infinity };

describe('setpoint of a device', () => {
  const cases: [string, Profile, Cycle[], object][] = [
    ['in one register', one, [[-50]], { value: -50, goodAt: 1000, askedAt: 980 }],
    ['in one register that was never read', one, [], never],
    [
      'in one register that is not valid now',
      one,
      [[-50], ['out of range']],
      { value: -50, goodAt: 1000, askedAt: 980, invalid: 'out of range' },
    ],
    ['that charges', two, [[30, 0]], { value: 30, goodAt: 1000, askedAt: 980 }],
    ['that discharges', two, [[0, 20]], { value: -20, goodAt: 1000, askedAt: 980 }],
    ['of which both directions are set', two, [[30, 20]], { value: 10, goodAt: 1000, askedAt: 980 }],
    ['of which one direction was never read', two, [[30, undefined]], never],
    [
      'as old as the older of its two registers',
      two,
      [
        [30, 0],
        [40, undefined],
      ],
      { value: 40, goodAt: 1000, askedAt: 980 },
    ],
    [
      'of which one direction is not valid now',
      two,
      [
        [30, 0],
        [30, 'not finite'],
      ],
      { value: 30, goodAt: 1000, askedAt: 980, invalid: 'not finite' },
    ],
    ['that cannot be controlled', profileOf([pointOf()]), [[5]], never],
  ];
  for (const [title, profile, cycles, expected] of cases) {
    it(title, () => assert.deepEqual(readSetpointState(profile, imageAfter(profile, cycles)), expected));
  }
});
