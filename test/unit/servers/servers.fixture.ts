import assert from 'node:assert/strict';
import type { Condition } from '../../../nodes/alarms/index.ts';
import type { Clock } from '../../../nodes/kernel/index.ts';
import { addServerPoints, startServers, type ServersOptions } from '../../../nodes/servers/index.ts';
import {
  Bus,
  type Frame,
  ProcessImage,
  type ServerModel,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';

export interface ServersRig {
  readonly site: SiteRuntime;
  readonly frames: readonly Frame[];
  readonly conditions: readonly Condition[];
  readonly reports: readonly string[];
  readonly stop: () => Promise<void>;
}

/** The server monitor over these servers, with an alarm machine that remembers what it is told. */
export async function startServersRig(
  servers: readonly ServerModel[],
  clock: Clock,
  options: { readonly sensors?: readonly object[]; readonly env?: ServersOptions['env'] } = {},
): Promise<ServersRig> {
  const { sensors = [], env = {} } = options;
  const model = { sites: [{ code: 'WLCE' }], servers, sensors } as unknown as SiteModel;
  const site = { model, image: new ProcessImage(), bus: new Bus((text) => assert.fail(text)), devices: new Map() };
  addServerPoints(model, site.image);
  const frames: Frame[] = [];
  const conditions: Condition[] = [];
  const reports: string[] = [];
  site.bus.subscribe((frame) => frames.push(frame));
  const alarms: ServersOptions['alarms'] = {
    define: () => Promise.resolve([]),
    find: () => undefined,
    setCondition: (condition) => conditions.push(condition),
  };
  const report = (text: string): void => void reports.push(text);
  const stop = await startServers({ site, alarms, clock, env, version: '1.2.3', report });
  return { site, frames, conditions, reports, stop };
}

/** Lets what waits for sockets of this process go on, until it is so. */
export async function untilTrue(isSo: () => boolean, what: string): Promise<void> {
  const endAt = performance.now() + 2000;
  while (!isSo()) {
    assert.ok(performance.now() < endAt, `not so in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
