import path from 'node:path';
import { loadProfiles } from '../../../nodes/devices/load-profile.ts';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { pointIndexOf } from '../../../nodes/devices/register-map.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import type { SimulatedDevice } from '../../../nodes/plant/index.ts';
import { loadSite } from '../../../nodes/site/load-site.ts';

interface DemoSite {
  readonly devices: readonly SimulatedDevice[];
  readonly leftOut: ReadonlySet<number>;
  readonly profileOf: (deviceId: string) => Profile;
}

/** The devices of the shipped demo site with the columns of their frames. */
export function demoSite(): DemoSite {
  const known = loadProfiles(path.join(projectRoot, 'profiles'));
  const { model } = loadSite(path.join(projectRoot, 'sites/demo.yaml'), known);
  const profileOf = (deviceId: string): Profile =>
    known.profiles.get(model.devices.find(({ id }) => id === deviceId)!.profile)!;
  return {
    devices: model.devices.map(({ id, site, unit }) => ({
      siteId: site,
      unit: unit!,
      index: pointIndexOf(id, profileOf(id), model.sensors),
    })),
    leftOut: new Set(model.sensors.flatMap(({ id, backfill }) => (backfill === false ? [id] : []))),
    profileOf,
  };
}
