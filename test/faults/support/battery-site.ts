import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FlowNode, subflowOf } from '../../../nodes/flows/index.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import type { SafetyModel } from '../../../nodes/site/index.ts';
import type { GatewayOptions } from '../../support/gateway.ts';

export interface Battery {
  readonly id: string;
  readonly unit: number;
}

/** Ratings of the demo plant's inverters. */
const ratings = { chargeKw: 250, dischargeKw: 250, capacityKwh: 500 } as const;

/** The demo site's limits without those of its grid connection, which these batteries do not share. */
export const safetyLimits: SafetyModel = {
  chemistry: 'lfp',
  socMinPct: 5,
  socMaxPct: 95,
  tempHighC: 45,
  tempStopC: 55,
  chargeTempMinC: 0,
  cellVoltageMinV: 2.5,
  cellVoltageMaxV: 3.65,
  frequencyHz: [47.5, 51.5],
  gridVoltageV: [360, 440],
  commandLifetimeS: 300,
  // Fault tests command far faster than a site would; the rule itself stays on.
  commandsPerMinute: 1_000_000,
  // These tests command far faster than any normal traffic.
  idsAlert: 'alarm-only',
};

/** A site of nothing but demo inverters: the first at unit 1, further ones where the demo plant has its extra ones. */
export function batteriesOf(count: number): Battery[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `BESS-${String(index + 1).padStart(2, '0')}`,
    unit: index === 0 ? 1 : 30 + index,
  }));
}

/** Writes the site file. Returns what `startGateway` needs to know of the site, and the removal of the file. */
export async function writeBatterySite(
  batteries: readonly Battery[],
): Promise<{ readonly options: GatewayOptions; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'busbar-battery-site-'));
  const file = path.join(folder, 'site.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(siteOf(batteries)));
  const env = { SITE: file, RATE_LIMIT_SERVICE: '1000000/1000000' };
  return {
    options: { env, siteFlows: [acquisitionOf(batteries)] },
    remove: () => rm(folder, { recursive: true }),
  };
}

function siteOf(batteries: readonly Battery[]): object {
  const place = { region: 'UK', timezone: 'Europe/London', status: 'active' };
  return {
    version: 1,
    gateway: { siteId: 'SITE-FAULTS', simulated: true },
    sites: [{ code: 'FAULTS', slug: 'faults', uuid: randomUUID(), name: 'Site of the fault tests', ...place }],
    devices: batteries.map(({ id, unit }) => ({
      id,
      unit,
      uuid: randomUUID(),
      name: `Battery ${id}`,
      profile: 'demo-inverter',
      site: 'FAULTS',
      type: 'bess',
      ratings,
    })),
    safety: safetyLimits,
  };
}

/** The shipped tab with one row for each battery instead of the demo site's devices. */
function acquisitionOf(batteries: readonly Battery[]): NonNullable<GatewayOptions['siteFlows']>[number] {
  const shipped = JSON.parse(
    readFileSync(path.join(projectRoot, 'flows', '10-acquisition.json'), 'utf8'),
  ) as FlowNode[];
  const tab = shipped.find(({ type }) => type === 'tab')!;
  const { type } = shipped.find((node) => subflowOf(node) !== undefined)!;
  const rows = batteries.map(({ id: name }, index) => ({
    id: randomBytes(8).toString('hex'),
    type,
    z: tab.id,
    name,
    x: 180,
    y: 100 + 60 * index,
    env: [
      { name: 'DEVICE', value: name, type: 'str' },
      { name: 'HOST', value: '127.0.0.1', type: 'str' },
      { name: 'PORT', value: 'PLANT_PORT', type: 'env' },
    ],
    wires: [[], []],
  }));
  return { unit: tab.id, label: 'Acquisition', basedOn: null, nodes: [tab, ...rows] };
}
