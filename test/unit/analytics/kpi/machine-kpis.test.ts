import assert from 'node:assert/strict';
import { readMachineKpis } from '../../../../nodes/analytics/kpi/machine-kpis.ts';
import { machineSensorsOf } from '../../../../nodes/analytics/machines/machine-sensors.ts';
import { type Machine, PointIndex, ProcessImage, SiteDirectory, type SiteModel } from '../../../../nodes/site/index.ts';
import { minuteHistory } from '../machine.fixture.ts';

const minuteMs = 60_000;
/** 14:00 in Berlin. */
const start = Date.parse('2026-01-07T13:00:00Z');
const machine = { uuid: 'm', name: 'Press', type: 'motor', factory: 'f', device: 'press' } as Machine;

/** A machine that is measured in MWh, with a price that ends at 15:00 in Berlin. */
function siteOf(points: Readonly<Record<string, object>>): SiteDirectory {
  const described = Object.entries(points).map(([name, point], position) => {
    return { description: '', safetyRequired: false, periodMs: 1000, unit: '', name, sensorId: position + 1, ...point };
  });
  const image = new ProcessImage();
  image.add(new PointIndex('press', described));
  const tariff = { factory: 'f', currency: 'EUR', days: [0, 1, 2, 3, 4, 5, 6] };
  const model = {
    sites: [],
    servers: [],
    blocks: [],
    equipment: [],
    devices: [{ id: 'press', site: '' }],
    factories: [{ uuid: 'f', timezone: 'Europe/Berlin', outdoorTemperature: 'outside', holidays: ['2026-01-06'] }],
    machines: [machine],
    sensors: described.map(({ name, sensorId }) => ({ id: sensorId, tag: name, device: 'press', point: name })),
    tariffs: [
      { ...tariff, name: 'night', ratePerKwh: 0.1, from: '15:00', to: '06:00' },
      { ...tariff, name: 'day', ratePerKwh: 0.3, from: '06:00', to: '15:00' },
    ],
    carbonFactors: [
      { region: 'UK', kgPerKwh: 9 },
      { region: 'Germany', factory: 'f', kgPerKwh: 0.35 },
    ],
  };
  return new SiteDirectory({ model: model as unknown as SiteModel, image });
}

const energy = { unit: 'MWh', role: 'energy_import', counter: true };
const pieces = { unit: 'pieces', role: 'production_count', counter: true };
const span = { from: start, until: start + 120 * minuteMs };

describe('the key figures of a machine', () => {
  // 60 kW in the first hour, 30 kW in the second; a piece a minute.
  const mwhAt = (minute: number) => (minute <= 60 ? minute : 60 + (minute - 60) / 2) / 1000;
  const history = minuteHistory(
    start,
    121,
    new Map([
      [1, mwhAt],
      [2, (minute: number) => minute],
    ]),
  );

  it('follow from its sensors, the prices of its factory in local time, and its carbon factor', async () => {
    const { energyKwh, production, secKwhPerUnit, peak, cost, carbon } = await readMachineKpis(
      history,
      siteOf({ energy, pieces }),
      machine,
      span,
    );
    // The last minute belongs to the next interval.
    assert.deepEqual([energyKwh, production], [89.5, 119]);
    assert.equal(secKwhPerUnit, 89.5 / 119);
    assert.deepEqual([peak?.kw, peak?.at], [60, start + 15 * minuteMs]);
    // In the order of the site file, though the day comes first.
    assert.deepEqual(
      cost?.byTariff.map(({ name, kwh }) => [name, kwh]),
      [
        ['night', 30.5],
        ['day', 59],
      ],
    );
    assert.equal(cost.currency, 'EUR');
    assert.ok(Math.abs(carbon!.kg - 0.35 * 89.5) < 1e-9);
  });

  it('are null where it has no such sensor', async () => {
    const { energyKwh, production, peak } = await readMachineKpis(
      history,
      siteOf({ pieces: { unit: 'pieces' } }),
      machine,
      span,
    );
    assert.deepEqual([energyKwh, production, peak], [null, null, null]);
  });

  it('come from sensors that are found by role and unit', () => {
    const sensors = machineSensorsOf(siteOf({ energy, pieces, load: { unit: 'W', role: 'power' } }), machine);
    assert.deepEqual(sensors.energy, { sensorId: 1, scale: 1000 });
    assert.deepEqual(sensors.power, { sensorId: 3, kwPerUnit: 0.001 });
    assert.deepEqual([...sensors.byPoint.keys()], ['energy', 'pieces', 'load']);
  });

  it('know the temperature outside of their factory as a driver, also of another device', () => {
    const site = siteOf({ energy, outside: { unit: '°C', role: 'temperature' } });
    assert.deepEqual(machineSensorsOf(site, machine).byPoint.get('outdoor_temperature'), {
      sensorId: 2,
      unit: '°C',
      role: 'temperature',
      isCounter: false,
    });
    assert.equal(machineSensorsOf(siteOf({ energy }), machine).byPoint.has('outdoor_temperature'), false);
  });
});
