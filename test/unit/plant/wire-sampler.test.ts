import assert from 'node:assert/strict';
import { decodePoint } from '../../../nodes/devices/codec.ts';
import { protocolAddress } from '../../../nodes/devices/register-map.ts';
import { createPlant, stepPlant } from '../../../nodes/plant/plant.ts';
import { mapUnits, readWords } from '../../../nodes/plant/register-map.ts';
import { WireSampler } from '../../../nodes/plant/wire-sampler.ts';
import { demoSite } from './demo-site.fixture.ts';

const plant = stepPlant(createPlant(42, Date.parse('2026-02-18T10:00:00Z')), 60_000);
const units = mapUnits(plant);
const { devices, profileOf } = demoSite();
const historyDevices = devices.map(({ unit, index }) => ({ deviceId: index.deviceId, unit, points: index.points }));

describe('wire-sampler', () => {
  const sampler = new WireSampler(plant, historyDevices);
  sampler.sample(plant);
  let firstColumn = 0;
  for (const { unit, index } of devices) {
    const columns = Array.from(index.points, (_, point) => firstColumn + point);
    firstColumn += index.size;
    it(`reads off ${index.deviceId} what the gateway decodes from its registers`, () => {
      const map = units.get(unit)!;
      const profile = profileOf(index.deviceId);
      for (const [at, point] of profile.points.entries()) {
        const column = columns[at]!;
        const sampled = sampler.raw[column]! / sampler.divisors[column]!;
        const mapped = map.points.find(({ name }) => name === point.name);
        if (!mapped) {
          // Bits of a register that is sampled as a whole.
          assert.ok(point.mask !== undefined && Number.isNaN(sampled), point.name);
          continue;
        }
        assert.equal(mapped.address, protocolAddress(profile, point.address!), point.name);
        const words = readWords(map, ({ value }) => value(plant), mapped.address, mapped.type.endsWith('16') ? 1 : 2);
        const decoded = decodePoint(point, profile.connection, words, 0);
        assert.deepEqual('value' in decoded ? decoded.value : Number.NaN, sampled, point.name);
      }
    });
  }
});
