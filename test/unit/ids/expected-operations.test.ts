import assert from 'node:assert/strict';
import { mapRegisters } from '../../../nodes/devices/register-map.ts';
import { planReads } from '../../../nodes/devices/read-plan.ts';
import { loadProfiles } from '../../../nodes/devices/index.ts';
import { expectedCommands, expectedOperations } from '../../../nodes/ids/expected-operations.ts';
import { requestKey } from '../../../nodes/ids/operation.ts';

const { profiles } = loadProfiles(new URL('../../../profiles', import.meta.url).pathname);

function mapOf(profile: string) {
  return mapRegisters(profiles.get(profile)!);
}

function expectedOf(profile: string) {
  const map = mapOf(profile);
  return expectedOperations(map, (due) => planReads(map, due));
}

describe('expected operations', () => {
  it('of the demo inverter are its polls, its heartbeat, the setpoint write and its read-back', () => {
    assert.deepEqual(
      expectedOf('demo-inverter').map((expected) => [requestKey(expected), expected.perHour, expected.mostPerWindow]),
      [
        ['3/0/22', 3600, 10],
        ['3/100/2', 3600, 10],
        ['6/101/1', 3600, 10],
        ['6/100/1', 12, 10],
        ['3/100/1', 12, 10],
      ],
    );
  });

  it('of a device with slow points count the cycles in which they are due', () => {
    const perHour = new Map(
      expectedOf('huawei-sun2000-luna2000').map((expected) => [requestKey(expected), expected.perHour]),
    );
    // 2 s cycles, each fifteenth of which reads the slow group too.
    assert.equal(perHour.get('3/32080/6'), 1800);
    assert.equal(perHour.get('3/32106/2'), 120);
  });

  it('hold every plan of the poller, whichever groups are due', () => {
    for (const profile of profiles.values()) {
      if (profile.connection.sunspec) continue;
      const known = new Set(expectedOf(profile.id).map(requestKey));
      for (const group of Object.keys(profile.groups)) {
        for (const read of planReads(mapRegisters(profile), new Set([group]))) {
          assert.ok(known.has(requestKey(read)), `${profile.id} ${requestKey(read)}`);
        }
      }
    }
  });

  it('of another master are the commands alone, never the heartbeat', () => {
    assert.deepEqual(expectedCommands(mapOf('demo-inverter')).map(requestKey), ['6/100/1']);
    assert.deepEqual(expectedCommands(mapOf('three-phase-meter')), []);
  });
});
