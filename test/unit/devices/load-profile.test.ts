import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { type LoadedProfiles, loadProfiles } from '../../../nodes/devices/load-profile.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';

const shipped = path.join(projectRoot, 'profiles');

interface Document {
  points: Record<string, unknown>[];
  connection: Record<string, unknown>;
  control: Record<string, unknown>;
  [key: string]: unknown;
}

/** The shipped profile with one thing broken. */
function broken(id: string, breakIt: (profile: Document, point: (name: string) => Record<string, unknown>) => void) {
  const document = parse(readFileSync(path.join(shipped, `${id}.yaml`), 'utf8')) as Document;
  breakIt(document, (name) => document.points.find((point) => point.name === name)!);
  return stringify(document);
}

describe('loading device profiles', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'profiles-'));
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  function load(files: Record<string, string>): LoadedProfiles {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
    return loadProfiles(dir);
  }

  it('loads everything that is shipped', () => {
    const { profiles, faults } = loadProfiles(shipped);
    assert.deepEqual([...faults.values()], []);
    assert.deepEqual([...profiles.keys()].toSorted(), [
      'building-controller',
      'cooling-distribution-unit',
      'demo-inverter',
      'heat-meter',
      'huawei-sun2000-luna2000',
      'machine-meter',
      'rack-power-distribution',
      'sunspec-storage',
      'three-phase-meter',
      'uninterruptible-supply',
    ]);
  });

  it('fills in what a profile leaves open', () => {
    const { profiles } = loadProfiles(shipped);
    const meter = profiles.get('machine-meter');
    assert.equal(meter?.connection.byteOrder, 'big');
    assert.equal(meter.connection.maxRegisters, 125);
    const state = meter.points.find(({ name }) => name === 'state');
    assert.deepEqual([state?.scale, state?.shift, state?.sign, state?.safetyRequired], [1, 0, 1, false]);
  });

  it('keeps the others when one is broken', () => {
    const good = readFileSync(path.join(shipped, 'machine-meter.yaml'), 'utf8');
    const { profiles, faults } = load({ 'machine-meter.yaml': good, 'other.yaml': 'id: other\n', 'notes.txt': 'no' });
    assert.deepEqual([...profiles.keys()], ['machine-meter']);
    assert.deepEqual([...faults.keys()], ['other']);
  });

  it('names the file and what is no YAML at all', () => {
    const { faults } = load({ 'demo-inverter.yaml': 'points: [' });
    assert.match(faults.get('demo-inverter') ?? '', /demo-inverter\.yaml: .*flow/i);
  });

  describe('refuses', () => {
    const cases: [title: string, breakIt: Parameters<typeof broken>[1], reason: RegExp][] = [
      ['an unknown key', (profile) => (profile.colour = 'red'), /yaml: must NOT have additional properties: colour/],
      ['a missing key', (profile) => delete profile.groups, /yaml: must have required property 'groups'/],
      ['unit 0', (profile) => (profile.connection.unit = 0), /connection\/unit: must be >= 1/],
      ['unit 248', (profile) => (profile.connection.unit = 248), /connection\/unit: must be <= 247/],
      [
        'another base',
        (profile) => (profile.connection.addressBase = 4),
        /addressBase: must be .*: 0, 1, 30001, 40001/,
      ],
      [
        'an id that is not the file name',
        (profile) => (profile.id = 'demo'),
        /id: must be the file's name, demo-inverter/,
      ],
      ['a name twice', (_, point) => (point('soh').name = 'soc'), /the name soc is used twice/],
      ['a role twice', (_, point) => (point('soh').role = 'soc'), /the role soc is used twice/],
      [
        'a role that nobody knows',
        (_, point) => (point('soh').role = 'health'),
        /points\/2\/role: must be equal to one/,
      ],
      ['an unknown group', (_, point) => (point('soh').group = 'x'), /points\/2 \(soh\): there is no group x/],
      ['scale 0', (_, point) => (point('soh').scale = 0), /\(soh\): scale must not be 0/],
      ['an empty range', (_, point) => (point('soh').range = [1, 1]), /range 1 to 1 is empty/],
      ['a bool register', (_, point) => (point('soh').type = 'bool'), /a holding cannot be of type bool/],
      [
        'an address below the base',
        (_, point) => (point('soh').address = 40000),
        /address 40000 is protocol address -1/,
      ],
      ['an address beyond the last', (_, point) => (point('soh').address = 105537), /address: must be <= 105536/],
      [
        'a value that reaches beyond the last register',
        (_, point) => Object.assign(point('soh'), { address: 105536, type: 'uint32' }),
        /protocol address 65535, outside 0 to 65534/,
      ],
      ['no address', (_, point) => delete point('soh').address, /address is missing/],
      ['a SunSpec point', (_, point) => (point('soh').model = 802), /model, offset and scaleFactor are for/],
      ['a wider type over a neighbour', (_, point) => (point('soc').type = 'uint32'), /\(soh\): overlaps soc/],
      [
        'the same register read otherwise',
        (_, point) => (point('soh').address = 40006),
        /overlaps .* different meaning/,
      ],
      ['a mask of another type', (_, point) => (point('estop').type = 'int16'), /a mask needs type uint16 or uint32/],
      ['a mask that is too wide', (_, point) => (point('estop').mask = 65536), /mask 65536 does not fit uint16/],
      [
        'what no raw value can be',
        (_, point) => (point('soh').notImplemented = 65536),
        /notImplemented 65536 does not fit/,
      ],
      [
        'function code 6 for 32 bits',
        (_, point) => (point('gateway_heartbeat').type = 'uint32'),
        /function code 6 writes one register, uint32 takes 2/,
      ],
      [
        'writing an input register',
        (_, point) => (point('gateway_heartbeat').table = 'input'),
        /only holding registers can be written/,
      ],
      ['writing bits', (_, point) => (point('gateway_heartbeat').mask = 1), /a masked point cannot be written/],
      [
        'a write range upside down',
        (_, point) => (point('power_setpoint').write = { functionCode: 6, min: 1, max: -1 }),
        /write range 1 to -1 is empty/,
      ],
      [
        'a write range that the register cannot hold',
        (_, point) => (point('power_setpoint').write = { functionCode: 6, min: -250, max: 4000 }),
        /write limit 4000 kW does not fit its int16 register/,
      ],
      [
        'a setpoint that is not writable',
        (_, point) => delete point('power_setpoint').write,
        /power_setpoint is not writable/,
      ],
      ['a setpoint that is not there', (profile) => (profile.control.setpoint = { point: 'x' }), /there is no point x/],
      [
        'a setpoint of both kinds',
        (profile) =>
          (profile.control.setpoint = {
            point: 'power_setpoint',
            charge: 'power_setpoint',
            discharge: 'power_setpoint',
          }),
        /control\/setpoint: has either point, or charge and discharge/,
      ],
      [
        'a prerequisite that is not writable',
        (profile) => (profile.control.prerequisites = [{ point: 'soc', value: 1 }]),
        /control: soc is not writable/,
      ],
      [
        'a prerequisite out of its write range',
        (profile) => (profile.control.prerequisites = [{ point: 'gateway_heartbeat', value: -1 }]),
        /gateway_heartbeat cannot be -1: its write range is 0 to 65535/,
      ],
      [
        'a reversion time without a value',
        (profile) => Object.assign(profile.control.watchdog as object, { kind: 'seconds' }),
        /control\/watchdog: kind seconds needs a value/,
      ],
      [
        'a battery without a state of charge',
        (_, point) => delete point('soc').role,
        /needs a point with the role soc/,
      ],
      [
        'a battery whose cell temperature does not count',
        (_, point) => (point('cell_temp_max').safetyRequired = false),
        /cell_temp_max \(cell_temp_max\) must be safetyRequired/,
      ],
    ];
    for (const [title, breakIt, reason] of cases) {
      it(title, () => {
        const { profiles, faults } = load({ 'demo-inverter.yaml': broken('demo-inverter', breakIt) });
        assert.equal(profiles.size, 0);
        assert.match(faults.get('demo-inverter') ?? 'no fault', reason);
      });
    }

    it('an address in a SunSpec profile', () => {
      const text = broken('sunspec-storage', (_, point) => (point('soc').address = 40100));
      const { faults } = load({ 'sunspec-storage.yaml': text });
      assert.match(faults.get('sunspec-storage') ?? '', /has model and offset, and no address/);
    });

    it('a value wider than the device reads at once', () => {
      const text = broken('machine-meter', (profile) => (profile.connection.maxRegisters = 1));
      const { faults } = load({ 'machine-meter.yaml': text });
      assert.match(faults.get('machine-meter') ?? '', /int32 takes 2 registers, the device reads at most 1/);
    });
  });

  it('lets points share a register that they read alike, or take bits of', () => {
    const { profiles } = loadProfiles(shipped);
    const at = (id: string, address: number) =>
      profiles
        .get(id)
        ?.points.filter((point) => point.address === address)
        .map(({ name }) => name);
    assert.deepEqual(at('huawei-sun2000-luna2000', 37752), ['luna_temperature', 'cell_temp_max', 'cell_temp_min']);
    assert.deepEqual(at('demo-inverter', 40017), ['alarm_bits', 'estop', 'grid_fault']);
  });
});
