import assert from 'node:assert/strict';
import { energySensorsOf } from '../../../nodes/billing/energy-sensors.ts';
import { blockOf, counter, siteOf, type TestDevice } from './billing.fixture.ts';

const energy = { energy: counter() };

function sensorsOf(devices: Readonly<Record<string, TestDevice>>) {
  const { directory, block } = blockOf(siteOf(devices));
  return energySensorsOf(directory, block);
}

/** Tags of the sensors, those that count with a star. */
function tagsOf(devices: Readonly<Record<string, TestDevice>>): string[] {
  return sensorsOf(devices).map(({ tag, counted }) => (counted ? `*${tag}` : tag));
}

describe('energy sensors of a block', () => {
  const load: TestDevice = { subsystem: 'electrical', role: 'load', points: energy };
  const grid: TestDevice = { role: 'grid', points: energy };
  const it1: TestDevice = { subsystem: 'electrical', role: 'it', points: energy };
  const pump: TestDevice = { subsystem: 'electrical', role: 'sub', points: energy };
  const battery: TestDevice = { subsystem: 'electrical', role: 'battery', points: energy };
  const heat = (subsystem: string, role?: 'sub'): TestDevice => ({
    subsystem,
    ...(role && { role }),
    points: { heat: counter('kWht') },
  });

  const levels: [title: string, devices: Record<string, TestDevice>, tags: string[]][] = [
    [
      'the load before the connection and the parts',
      { grid, it1, load, battery },
      ['grid.energy', 'it1.energy', '*load.energy', 'battery.energy'],
    ],
    ['the connection where there is no load', { grid, it1 }, ['*grid.energy', 'it1.energy']],
    ['all parts where there is nothing else', { it1, pump, battery }, ['*it1.energy', '*pump.energy', 'battery.energy']],
    ['nothing of what nobody placed', { load: { subsystem: 'electrical', points: energy } }, ['load.energy']],
    ['nothing that goes back', { load: { ...load, points: { out: counter('kWh', 'energy_export') } } }, ['load.out']],
    [
      'the heat at the host before that of the loops',
      { l1: heat('thermal-l1'), l2: heat('thermal-l2'), l3: heat('thermal-l3'), out: heat('thermal-reject') },
      ['l1.heat', 'l2.heat', '*l3.heat', 'out.heat'],
    ],
    ['the heat of the racks where nothing is nearer to the host', { a: heat('thermal-l1'), b: heat('thermal-l1') }, ['*a.heat', '*b.heat']],
    ['heat meters in series once', { l3: heat('thermal-l3'), check: heat('thermal-l3', 'sub') }, ['*l3.heat', 'check.heat']],
  ]; // prettier-ignore
  for (const [title, devices, tags] of levels) {
    it(`count ${title}`, () => assert.deepEqual(tagsOf(devices), tags));
  }

  const sources: [title: string, points: TestDevice['points'], tags: string[]][] = [
    ['counters before powers', { power: { unit: 'kW', role: 'power' }, energy: counter() }, ['energy counter 1']],
    ['the power that is marked', { l1: { unit: 'kW' }, power: { unit: 'W', role: 'power' } }, ['power power 0.001']],
    ['the only power', { heat_power: { unit: 'kW' }, flow: { unit: 'm³/h' } }, ['heat_power power 1']],
    ['none of several powers that nothing tells apart', { l1: { unit: 'kW' }, l2: { unit: 'kW' } }, []],
    ['no energy that is not counted', { capacity: { unit: 'kWh' } }, []],
    ['import and export apart', { in: counter('MWh', 'energy_import'), out: counter('MWh', 'energy_export') }, ['in counter 1000', 'out counter 1000 export']],
  ]; // prettier-ignore
  for (const [title, points, expected] of sources) {
    it(`read ${title}`, () => {
      const found = sensorsOf({ d: { subsystem: 'electrical', points } });
      const texts = found.map(({ tag, source, scale, isExport }) =>
        [tag.slice(2), source, scale, ...(isExport ? ['export'] : [])].join(' '),
      );
      assert.deepEqual(texts, expected);
    });
  }

  const kinds: [title: string, device: TestDevice, kind: string | undefined][] = [
    ['heat by its unit', { subsystem: 'electrical', points: { e: counter('kWht') } }, 'thermal'],
    ['heat by its loop', { subsystem: 'thermal-l2', points: { e: counter('kWh') } }, 'thermal'],
    ['electricity by its subsystem', { subsystem: 'electrical', points: energy }, 'electrical'],
    ['electricity by its meter', { subsystem: 'thermal-l2', role: 'it', points: energy }, 'electrical'],
    ['a meter without equipment', { role: 'load', points: energy }, 'electrical'],
    ['nothing in another subsystem', { subsystem: 'network', points: energy }, undefined],
  ];
  for (const [title, device, kind] of kinds) {
    it(`know ${title}`, () => assert.equal(sensorsOf({ device })[0]?.kind, kind));
  }
});
