import {
  ProcessImage,
  PointIndex,
  SiteDirectory,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';

const model = {
  sites: [
    { code: 'WLCE', slug: 'wlce', uuid: 'u1', name: 'West', region: 'UK', timezone: 'Europe/London', status: 'active' },
    {
      code: 'EAST',
      slug: 'east',
      uuid: 'u2',
      name: 'East',
      region: 'UK',
      timezone: 'UTC',
      status: 'active',
      latitude: 0,
    },
  ],
  servers: [],
  blocks: [
    { slug: 'block-02', uuid: 'b2', site: 'WLCE', capacityMw: 0.5, status: 'standby' },
    { slug: 'block-01', uuid: 'b1', site: 'WLCE', capacityMw: 1, status: 'active', commissionedAt: '2025-06-01' },
    { slug: 'block-03', uuid: 'b3', site: 'EAST', capacityMw: 2, status: 'active' },
  ],
  devices: [
    { id: 'CDU-01', site: 'WLCE' },
    { id: 'METER-1', site: 'WLCE' },
    { id: 'GRID', site: 'EAST' },
  ],
  equipment: [
    { id: 3, tag: 'MSB-01', block: 'block-01', type: 'main switchboard', subsystem: 'electrical' },
    { id: 1, tag: 'CDU-01', block: 'block-01', type: 'cooling distribution unit', subsystem: 'thermal-l1' },
    { id: 4, tag: 'PUMP-01', block: 'block-02', type: 'pump', subsystem: 'thermal-l2' },
  ],
  sensors: [
    { id: 70, tag: 'P-MSB-TOTAL', device: 'METER-1', point: 'power', equipment: 'MSB-01' },
    {
      id: 42,
      tag: 'CDU-01-T-SUP',
      device: 'CDU-01',
      point: 'supply_temp',
      equipment: 'CDU-01',
      range: [0, 80],
      alarms: { H: { limit: 35, priority: 'P2', delayS: 60 } },
    },
    { id: 43, tag: 'CDU-01-FLOW', description: 'Loop flow', device: 'CDU-01', point: 'flow', equipment: 'CDU-01' },
    { id: 21, tag: 'GRID-P', device: 'GRID', point: 'power' },
  ],
} as unknown as SiteModel;

/** Two sites with three blocks. CDU-01 runs with a poll period of 5 s; METER-1 and GRID are faulted. */
export function siteWithBlocks(): Pick<SiteRuntime, 'model' | 'image'> {
  const image = new ProcessImage();
  const point = { description: 'As the profile says', unit: '°C', safetyRequired: false, periodMs: 5000 } as const;
  image.add(
    new PointIndex('CDU-01', [
      { ...point, name: 'supply_temp', sensorId: 42, range: [-40, 150] },
      { ...point, name: 'flow', unit: 'm³/h', sensorId: 43, range: [0, 200] },
    ]),
  );
  return { model, image };
}

export function directoryWithBlocks(): SiteDirectory {
  return new SiteDirectory(siteWithBlocks());
}
