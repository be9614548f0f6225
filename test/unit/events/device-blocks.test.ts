import assert from 'node:assert/strict';
import { blocksOfDevices } from '../../../nodes/events/device-blocks.ts';
import type { SiteModel } from '../../../nodes/site/index.ts';

const model = {
  devices: ['meter', 'cooler', 'both', 'lost', 'moved'].map((id) => ({ id })),
  meters: [
    { device: 'meter', role: 'load', block: 'block-01' },
    { device: 'lost', role: 'load' },
    { device: 'moved', role: 'sub', block: 'block-02' },
  ],
  equipment: [
    { tag: 'A', block: 'block-01' },
    { tag: 'B', block: 'block-02' },
  ],
  sensors: [
    { device: 'cooler', equipment: 'B' },
    { device: 'cooler' },
    { device: 'both', equipment: 'A' },
    { device: 'both', equipment: 'B' },
    { device: 'moved', equipment: 'A' },
  ],
} as unknown as SiteModel;

describe('blocks of devices', () => {
  it('are those of their meters, else those of their equipment, where there is just one', () => {
    const expected = { meter: 'block-01', cooler: 'block-02', moved: 'block-02' };
    assert.deepEqual(Object.fromEntries(blocksOfDevices(model)), expected);
  });
});
