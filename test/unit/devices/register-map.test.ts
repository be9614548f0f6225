import assert from 'node:assert/strict';
import { mapRegisters, pointIndexOf, resolvedPoint } from '../../../nodes/devices/register-map.ts';
import { pointOf, profileOf, shippedProfile } from './profile.fixture.ts';

describe('register map', () => {
  describe('turns printed addresses into protocol addresses', () => {
    const cases: [addressBase: 0 | 1 | 30001 | 40001, address: number, onWire: number][] = [
      [0, 40101, 40101],
      [1, 101, 100],
      [40001, 40101, 100],
      [30001, 30053, 52],
    ];
    for (const [addressBase, address, onWire] of cases) {
      it(`${address} counted from ${addressBase} is ${onWire}`, () => {
        const map = mapRegisters(profileOf([pointOf({ address })], { addressBase }));
        assert.equal(map.points[0]?.address, onWire);
      });
    }
  });

  it('reads each table with its function code, and each type in its width', () => {
    const profile = profileOf([
      pointOf({ name: 'a', table: 'coil', type: 'bool' }),
      pointOf({ name: 'b', table: 'discrete', type: 'bool' }),
      pointOf({ name: 'c', table: 'holding', type: 'int32' }),
      pointOf({ name: 'd', table: 'input', type: 'float64' }),
    ]);
    const found = mapRegisters(profile).points.map((resolved) => [resolved?.functionCode, resolved?.width]);
    assert.deepEqual(found, [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 4],
    ]);
  });

  describe('with SunSpec models', () => {
    const power = pointOf({ name: 'power', model: 701, offset: 8, scaleFactor: { offset: 114 } });
    const meter = pointOf({ name: 'meter', model: 203, offset: 16 });
    const profile = profileOf([meter, power], { sunspec: { bases: [40000] } });

    it('adds the offsets to where the models were found', () => {
      const map = mapRegisters(
        profile,
        new Map([
          [701, 40072],
          [203, 40500],
        ]),
      );
      assert.equal(map.points[0]?.address, 40516);
      assert.equal(map.points[0].scaleFactorAddress, undefined);
      assert.equal(map.points[1]?.address, 40080);
      assert.equal(map.points[1].scaleFactorAddress, 40186);
    });

    it('leaves out what the device does not have, keeping the columns', () => {
      const map = mapRegisters(profile, new Map([[701, 40072]]));
      assert.equal(map.points[0], undefined);
      assert.equal(map.missing.get(0), 'the device has no SunSpec model 203');
      assert.equal(resolvedPoint(map, 'power').column, 1);
      assert.throws(() => resolvedPoint(map, 'meter'), { code: 'unknown_point' });
    });

    it('refuses a device without a model that the guard needs', () => {
      const needed = profileOf([{ ...power, safetyRequired: true }], profile.connection);
      assert.throws(() => mapRegisters(needed, new Map()), {
        code: 'sunspec_model_missing',
        message: 'the device has no SunSpec model 701, which power needs',
      });
    });
  });

  it('describes the columns of a device, with the sensors that the site records', () => {
    const index = pointIndexOf('WLCE-BESS-01', shippedProfile('demo-inverter'), [
      { id: 2, tag: 'BESS-01-SOC', device: 'WLCE-BESS-01', point: 'soc' },
      { id: 99, tag: 'OTHER-SOC', device: 'OTHER', point: 'soc' },
    ]);
    assert.equal(index.deviceId, 'WLCE-BESS-01');
    assert.equal(index.columnOfRole('setpoint'), index.column('power_setpoint'));
    assert.deepEqual(index.points[index.column('soc') ?? -1], {
      name: 'soc',
      description: 'State of charge',
      unit: '%',
      role: 'soc',
      range: [0, 100],
      safetyRequired: true,
      periodMs: 1000,
      sensorId: 2,
    });
    assert.equal(index.points[index.column('soh') ?? -1]?.sensorId, undefined);
  });

  it('knows counters, and that nothing else is one', () => {
    const countersOf = (id: string) =>
      pointIndexOf('D', shippedProfile(id), []).points.flatMap(({ name, counter }) => (counter ? [name] : []));
    assert.deepEqual(countersOf('demo-inverter'), ['energy_charged', 'energy_discharged']);
    assert.deepEqual(countersOf('three-phase-meter'), ['energy_import', 'energy_export']);
    assert.deepEqual(countersOf('machine-meter'), ['energy', 'production_count']);
    assert.deepEqual(countersOf('cooling-distribution-unit'), ['heat_energy']);
    assert.deepEqual(countersOf('heat-meter'), ['heat_energy']);
    assert.deepEqual(countersOf('rack-power-distribution'), ['energy']);
    assert.deepEqual(countersOf('uninterruptible-supply'), []);
    assert.deepEqual(countersOf('building-controller'), []);
  });
});
