import path from 'node:path';
import { loadProfiles } from '../../../nodes/devices/load-profile.ts';
import type { Profile, ProfileConnection, ProfilePoint } from '../../../nodes/devices/profile.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';

/** A holding register of the group `fast` at protocol address 0, unless told otherwise. */
export function pointOf(fields: Partial<ProfilePoint> = {}): ProfilePoint {
  return {
    name: 'p',
    description: 'a point',
    unit: 'kW',
    table: 'holding',
    ...(fields.model === undefined && { address: 0 }),
    type: 'int16',
    scale: 1,
    shift: 0,
    sign: 1,
    group: 'fast',
    safetyRequired: false,
    ...fields,
  };
}

export function profileOf(
  points: readonly ProfilePoint[],
  connection: Partial<ProfileConnection> = {},
  others: Partial<Profile> = {},
): Profile {
  return {
    id: 'test',
    name: 'Test device',
    manufacturer: 'none',
    kind: 'meter',
    connection: {
      unit: 1,
      timeoutMs: 1000,
      addressBase: 0,
      wordOrder: 'big',
      byteOrder: 'big',
      maxRegisters: 125,
      maxGap: 0,
      ...connection,
    },
    groups: { fast: { periodMs: 1000 }, slow: { periodMs: 60_000 } },
    points,
    ...others,
  };
}

export function shippedProfile(id: string): Profile {
  const { profiles, faults } = loadProfiles(path.join(projectRoot, 'profiles'));
  const profile = profiles.get(id);
  if (!profile) throw new Error(faults.get(id) ?? `no profile ${id}`);
  return profile;
}
