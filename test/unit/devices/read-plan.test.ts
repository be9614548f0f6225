import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProfileConnection, ProfilePoint } from '../../../nodes/devices/profile.ts';
import { planReads, type ReadRequest } from '../../../nodes/devices/read-plan.ts';
import { mapRegisters } from '../../../nodes/devices/register-map.ts';
import { pointOf, profileOf, shippedProfile } from './profile.fixture.ts';

const fast = new Set(['fast']);

function planOf(points: Partial<ProfilePoint>[], connection: Partial<ProfileConnection> = {}): ReadRequest[] {
  const named = points.map((fields, index) => pointOf({ name: `p${index}`, ...fields }));
  return planReads(mapRegisters(profileOf(named, connection)), fast);
}

/** `function code:first address+quantity` of each request. */
function shapeOf(requests: readonly ReadRequest[]): string[] {
  return requests.map(({ functionCode, address, quantity }) => `${functionCode}:${address}+${quantity}`);
}

describe('read plan', () => {
  const cases: [
    title: string,
    points: Partial<ProfilePoint>[],
    connection: Partial<ProfileConnection>,
    plan: string[],
  ][] = [
    ['nothing for no points', [], {}, []],
    ['neighbours in one request', [{ address: 0 }, { address: 1 }, { address: 2, type: 'int32' }], {}, ['3:0+4']],
    ['in any order of the profile', [{ address: 2 }, { address: 0 }, { address: 1 }], {}, ['3:0+3']],
    ['not over a hole', [{ address: 0 }, { address: 2 }], {}, ['3:0+1', '3:2+1']],
    ['over a hole that the device allows', [{ address: 0 }, { address: 3 }], { maxGap: 2 }, ['3:0+4']],
    ['not over a wider one', [{ address: 0 }, { address: 4 }], { maxGap: 2 }, ['3:0+1', '3:4+1']],
    ['tables apart', [{ address: 0 }, { address: 1, table: 'input' }], {}, ['3:0+1', '4:1+1']],
    [
      'up to the most registers, without splitting a point',
      [{ address: 0 }, { address: 1, type: 'int32' }, { address: 3 }],
      { maxRegisters: 2 },
      ['3:0+1', '3:1+2', '3:3+1'],
    ],
    [
      'bits of one register once',
      [
        { address: 5, type: 'uint16' },
        { address: 5, type: 'uint16', mask: 1 },
        { address: 5, type: 'uint16', mask: 2 },
      ],
      {},
      ['3:5+1'],
    ],
    ['only the due groups', [{ address: 0 }, { address: 1, group: 'slow' }], {}, ['3:0+1']],
  ];
  for (const [title, points, connection, plan] of cases) {
    it(title, () => assert.deepEqual(shapeOf(planOf(points, connection)), plan));
  }

  it('says where in the answer each point is', () => {
    assert.deepEqual(planOf([{ address: 12 }, { address: 10, type: 'int32' }])[0]?.parts, [
      { column: 1, kind: 'value', offset: 0 },
      { column: 0, kind: 'value', offset: 2 },
    ]);
  });

  it('reads a SunSpec scale factor with its point', () => {
    const profile = profileOf([pointOf({ model: 701, offset: 8, scaleFactor: { offset: 114 } })], {
      sunspec: { bases: [40000] },
    });
    const requests = planReads(mapRegisters(profile, new Map([[701, 1000]])), fast);
    assert.deepEqual(shapeOf(requests), ['3:1008+1', '3:1114+1']);
    assert.deepEqual(requests[1]?.parts, [{ column: 0, kind: 'scaleFactor', offset: 0 }]);
  });

  describe('of the shipped profiles', () => {
    const cases: [string, string, string[]][] = [
      ['demo-inverter', 'cycle', ['3:0+22', '3:100+2']],
      ['three-phase-meter', 'cycle', ['4:0+18', '4:52+2', '4:60+4', '4:70+6']],
      ['machine-meter', 'cycle', ['3:0+12']],
      ['cooling-distribution-unit', 'cycle', ['4:0+14']],
    ];
    for (const [id, group, plan] of cases) {
      it(`${id} takes ${plan.length}`, () => {
        assert.deepEqual(shapeOf(planReads(mapRegisters(shippedProfile(id)), new Set([group]))), plan);
      });
    }
  });

  it('covers every point whole, within the limits, whatever the profile', () => {
    const point = fc.record({
      address: fc.integer({ min: 0, max: 60 }),
      type: fc.constantFrom<ProfilePoint['type']>('int16', 'int32', 'float64'),
      table: fc.constantFrom<ProfilePoint['table']>('holding', 'input'),
    });
    const limits = fc.record({
      maxRegisters: fc.integer({ min: 4, max: 125 }),
      maxGap: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), limits, (points, limits) => {
        const map = mapRegisters(
          profileOf(
            points.map((fields, index) => pointOf({ name: `p${index}`, ...fields })),
            limits,
          ),
        );
        const requests = planReads(map, fast);
        const read = requests.flatMap((request) => request.parts.map((part) => ({ ...part, request })));
        assert.deepEqual(
          read.map(({ column }) => column).toSorted((a, b) => a - b),
          [...points.keys()],
        );
        for (const { column, offset, request } of read) {
          const resolved = map.points[column]!;
          assert.equal(request.functionCode, resolved.functionCode);
          assert.equal(request.address + offset, resolved.address);
          assert.ok(offset + resolved.width <= request.quantity && request.quantity <= limits.maxRegisters);
        }
      }),
    );
  });
});
