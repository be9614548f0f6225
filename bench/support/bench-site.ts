import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type FlowNode, subflowOf } from '../../nodes/flows/index.ts';
import { projectRoot } from '../../nodes/kernel/index.ts';
import type { DeviceModel, SiteModel } from '../../nodes/site/index.ts';

/** Units of the plant's extra inverters, each with 60 registers that are read in one go. */
export const polledUnits: readonly number[] = Array.from({ length: 20 }, (_, index) => 31 + index);
const polledRegisters = 60;

/** Devices of the demo site that a dispatch needs: the battery, and the meter that its guard looks at. */
const dispatchDevices: readonly string[] = ['WLCE-BESS-01', 'WLCE-GRID-01'];

/** Ten commands a second stay below it, so that the rule judges every one and refuses none. */
export const commandsPerMinute = 6000;

const profile = 'bench-inverter';
const benchTab = 'be7c4000000000aa';

interface BenchSiteOptions {
  readonly folder: string;
  /** Adds the demo site's battery to the polled devices. */
  readonly withBattery: boolean;
}

/** Writes site file, profiles and flows for a gateway that polls 20 devices; returns the environment that names them. */
export function writeBenchSite({ folder, withBattery }: BenchSiteOptions): Record<string, string> {
  const site = path.join(folder, 'site.yaml');
  const profiles = path.join(folder, 'profiles');
  const data = path.join(folder, 'data');
  const demo = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  const devices = [
    ...demo.devices.filter(({ id }) => withBattery && dispatchDevices.includes(id)),
    ...polledUnits.map((unit) => polledDevice(unit, demo)),
  ];
  mkdirSync(profiles, { recursive: true });
  mkdirSync(path.join(data, 'flows.d'), { recursive: true });
  // JSON is YAML too.
  writeFileSync(site, JSON.stringify(benchSite(demo, devices)));
  writeFileSync(path.join(profiles, `${profile}.yaml`), JSON.stringify(polledProfile()));
  for (const { profile: shipped } of devices.filter((device) => device.profile !== profile)) {
    writeFileSync(
      path.join(profiles, `${shipped}.yaml`),
      readFileSync(path.join(projectRoot, `profiles/${shipped}.yaml`)),
    );
  }
  writeFileSync(path.join(data, 'flows.d/90-bench.json'), JSON.stringify(benchFlows(devices)));
  return { SITE: site, PROFILES: profiles, BUSBAR_DATA: data };
}

function benchSite({ sites, gateway, safety, meters }: SiteModel, devices: readonly DeviceModel[]): unknown {
  return {
    version: 1,
    gateway,
    sites,
    devices,
    meters: meters.filter(({ device }) => devices.some(({ id }) => id === device)),
    // Ten reversals a second are what an attack looks like.
    safety: { ...safety, commandsPerMinute, idsAlert: 'alarm-only' },
  };
}

function polledDevice(unit: number, { sites }: SiteModel): DeviceModel {
  return {
    id: `BENCH-${unit}`,
    uuid: `be7c0000-0000-4000-8000-${String(unit).padStart(12, '0')}`,
    name: `Polled inverter at unit ${unit}`,
    profile,
    site: sites[0]?.code ?? '',
    type: 'meter',
    unit,
  };
}

function polledProfile(): unknown {
  const points = Array.from({ length: polledRegisters }, (_, index) => ({
    name: `register_${index + 1}`,
    description: `Register ${40001 + index}`,
    unit: '',
    table: 'holding',
    address: 40001 + index,
    type: 'int16',
    scale: 0.1,
    group: 'cycle',
  }));
  return {
    id: profile,
    name: 'Polled inverter',
    manufacturer: 'Busbar',
    kind: 'meter',
    connection: { unit: 31, addressBase: 40001 },
    groups: { cycle: { periodMs: 1000 } },
    points,
  };
}

/** Site copies as the flow storage keeps them: one row of the Acquisition tab for each device, its own tabs taken out. */
function benchFlows(devices: readonly DeviceModel[]): unknown {
  const acquisition = shippedFlow('10-acquisition.json');
  const row = acquisition.find((node) => subflowOf(node) !== undefined);
  if (!row) throw new Error('the shipped Acquisition tab has no Modbus device');
  const instances = devices.map((device, index) => ({
    ...row,
    id: `be7c4000000001${index.toString(16).padStart(2, '0')}`,
    z: benchTab,
    g: undefined,
    name: device.id,
    x: 180,
    y: 100 + 60 * index,
    env: (row['env'] as { name: string }[]).map((entry) =>
      entry.name === 'DEVICE' ? { ...entry, value: device.id } : entry,
    ),
  }));
  const tab = { id: benchTab, type: 'tab', label: 'Bench', disabled: false, info: '', env: [] };
  const removed = [acquisition, shippedFlow('90-demo-plant.json')].map((flow) => {
    const { id, label } = flow[0] as FlowNode & { label: string };
    return { unit: id, label, basedOn: null, nodes: null };
  });
  return [...removed, { unit: benchTab, label: 'Bench', basedOn: null, nodes: [tab, ...instances] }];
}

function shippedFlow(file: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(projectRoot, 'flows', file), 'utf8')) as FlowNode[];
}
