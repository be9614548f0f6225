import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import { type KnownProfiles, type LoadedSite, loadSite } from '../../../nodes/site/load-site.ts';

const demoFile = path.join(projectRoot, 'sites/demo.yaml');

type Entry = Record<string, unknown>;
interface Document {
  safety: Entry;
  sites: Entry[];
  factories: Entry[];
  blocks: Entry[];
  machines: Entry[];
  meters: Entry[];
  devices: Entry[];
  sensors: Entry[];
  alarmRules: Entry[];
  tariffs: Entry[];
  carbonFactors: Entry[];
  [key: string]: unknown;
}

/** Profiles that have every point which the demo site records. */
function profilesOf(document: Document): KnownProfiles {
  const profiles = new Map(
    document.devices.map(({ profile }) => {
      const owners = document.devices.filter((device) => device.profile === profile).map(({ id }) => id);
      const points = document.sensors
        .filter(({ device }) => owners.includes(device))
        .map(({ point }) => point as string);
      return [profile as string, { points: [...new Set(points)].map((name) => ({ name })) }];
    }),
  );
  return { profiles, faults: new Map() };
}

const demo = () => parse(readFileSync(demoFile, 'utf8')) as Document;
const known = profilesOf(demo());

describe('loading a site model', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'site-'));
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  function load(change: (document: Document) => unknown, profiles = known): LoadedSite {
    const document = demo();
    change(document);
    const file = path.join(dir, 'site.yaml');
    writeFileSync(file, stringify(document));
    return loadSite(file, profiles);
  }

  describe('of the demo site', () => {
    const { model, deviceFaults } = loadSite(demoFile, known);

    it('finds nothing wrong', () => assert.equal(deviceFaults.size, 0));

    it('has the identities that the contracts show', () => {
      assert.equal(model.gateway.siteId, 'SITE-CL-001');
      assert.equal(model.gateway.simulated, true);
      assert.equal(model.sites[0]?.code, 'WLCE');
      assert.equal(model.blocks[0]?.slug, 'block-01');
      assert.equal(model.sensors.find(({ id }) => id === 42)?.tag, 'CDU-01-T-SUP');
      const uuids = Object.fromEntries([...model.devices, ...model.machines].map(({ name, uuid }) => [name, uuid]));
      assert.equal(uuids['Battery of WLCE'], '123e4567-e89b-12d3-a456-426614174000');
      assert.equal(uuids['Compressor-1'], 'c0000000-0000-0000-0000-000000000001');
      assert.equal(uuids['HVAC-Main'], 'c0000000-0000-0000-0000-000000000002');
      assert.equal(uuids['Compressor-EU-1'], 'c0000000-0000-0000-0000-000000000006');
      assert.equal(model.factories[0]?.uuid, '11111111-1111-1111-1111-111111111111');
    });

    it('gives at most 150 points a simulated past, and servers none', () => {
      const withPast = model.sensors.filter(({ backfill }) => backfill !== false);
      assert.ok(withPast.length <= 150, `${withPast.length} points`);
      const servers = new Set(model.servers.map(({ name }) => name));
      assert.ok(withPast.every(({ device }) => !servers.has(device)));
    });

    it('has twelve things in block-01, whose sensors cover every loop and the supply', () => {
      const inBlock = model.equipment.filter(({ block }) => block === 'block-01');
      assert.equal(inBlock.length, 12);
      assert.deepEqual([...new Set(inBlock.map(({ subsystem }) => subsystem))].toSorted(), [
        'electrical',
        'environmental',
        'thermal-l1',
        'thermal-l2',
        'thermal-l3',
        'thermal-reject',
        'thermal-safety',
      ]);
      for (const { tag } of inBlock)
        assert.ok(
          model.sensors.some(({ equipment }) => equipment === tag),
          tag,
        );
      const limits = model.sensors.find(({ tag }) => tag === 'CDU-01-T-SUP')?.alarms;
      assert.deepEqual(limits?.HH, { limit: 38, priority: 'P1', delayS: 30 });
    });

    it('counts what computes beside the total of its block', () => {
      const devicesOf = (wanted: string) =>
        model.meters.flatMap(({ device, role, block }) => (role === wanted && block === 'block-01' ? [device] : []));
      assert.deepEqual(devicesOf('it'), ['PDU-R01', 'PDU-R02']);
      assert.deepEqual(devicesOf('load'), ['WLCE-BLOCK-01']);
    });

    it('fills in what the file leaves open', () => {
      assert.deepEqual(model.unguarded, []);
      assert.equal(model.devices[0]?.source, 'polled');
    });
  });

  it('takes a date, a tariff over midnight and a narrower device', () => {
    const { model } = load(({ devices }) => (devices[0]!.safety = { socMinPct: 10, frequencyHz: [49, 51] }));
    assert.equal(model.blocks[0]?.commissionedAt, '2025-06-01');
    assert.equal(model.devices[0]?.safety?.socMinPct, 10);
  });

  it('takes prices and factors of seasons that cover the year, and of times that follow each other', () => {
    const { model } = load(({ tariffs, carbonFactors }) => {
      tariffs.push({ ...tariffs[3]!, name: 'EU summer', months: [4, 5, 6, 7, 8, 9], demandPerKw: 5 });
      tariffs[3]!.months = [1, 2, 3, 10, 11, 12];
      carbonFactors.push({ ...carbonFactors[1]!, validFrom: '2026-01-01' });
      carbonFactors[1]!.validUntil = '2025-12-31';
    });
    assert.deepEqual([model.tariffs.length, model.carbonFactors.length], [5, 4]);
  });

  describe('refuses', () => {
    const unknownUuid = '33333333-3333-3333-3333-333333333333';
    const cases: [title: string, change: (document: Document) => unknown, reason: RegExp][] = [
      ['an unknown key', (site) => (site.colour = 'red'), /site\.yaml: must NOT have additional properties: colour/],
      ['a missing limit', (site) => delete site.safety.socMinPct, /safety: must have required property 'socMinPct'/],
      ['a wrong version', (site) => (site.version = 2), /version: must be equal to constant/],
      ['what is no UUID', (site) => (site.sites[0]!.uuid = 'x'), /sites\/0\/uuid: must match format "uuid"/],
      ['rated power 0', (site) => (site.machines[0]!.ratedPowerKw = 0), /machines\/0\/ratedPowerKw: must be > 0/],
      [
        'a device id twice',
        (site) => (site.devices[1]!.id = 'WLCE-BESS-01'),
        /the device id or server name WLCE-BESS-01 is used twice/,
      ],
      ['a UUID twice', (site) => (site.blocks[0]!.uuid = site.sites[0]!.uuid), /the uuid 5f0c2a52-.* is used twice/],
      ['a sensor id twice', (site) => (site.sensors[0]!.id = 42), /the sensor id 42 is used twice/],
      ['a tag twice', (site) => (site.sensors[0]!.tag = 'GRID-P'), /the sensor tag GRID-P is used twice/],
      [
        'a point twice',
        (site) => (site.sensors[0]!.point = 'soc'),
        /the sensor of a point WLCE-BESS-01 soc is used twice/,
      ],
      ['a block of no site', (site) => (site.blocks[0]!.site = 'X'), /blocks\/0\/site: there is no X/],
      [
        'a machine of no factory',
        (site) => (site.machines[0]!.factory = unknownUuid),
        /machines\/0\/factory: there is no 33/,
      ],
      ['a machine of no device', (site) => (site.machines[0]!.device = 'X'), /machines\/0\/device: there is no X/],
      ['a meter of no device', (site) => (site.meters[0]!.device = 'X'), /meters\/0\/device: there is no X/],
      ['a device of no site', (site) => (site.devices[0]!.site = 'X'), /devices\/0\/site: there is no X/],
      ['a grid meter that is none', (site) => (site.devices[0]!.gridMeter = 'CDU-01'), /gridMeter: there is no CDU-01/],
      [
        'a grid meter that is posted',
        (site) => (site.devices[1]!.source = 'posted'),
        /devices\/0\/gridMeter: the readings of WLCE-GRID-01 are posted, it must be polled/,
      ],
      [
        'a source of its own',
        (site) => (site.devices[1]!.source = 'guessed'),
        /devices\/1\/source: must be equal to one of the allowed values/,
      ],
      ['a sensor of no device', (site) => (site.sensors[0]!.device = 'X'), /sensors\/0\/device: there is no X/],
      [
        'a sensor of no equipment',
        (site) => (site.sensors[0]!.equipment = 'X'),
        /sensors\/0\/equipment: there is no X/,
      ],
      [
        'an id kept for alarms',
        (site) => (site.sensors[0]!.id = 1_000_000_000),
        /sensors\/0\/id: must be <= 999999999/,
      ],
      [
        'an alarm rule of no sensor',
        (site) => (site.alarmRules[0]!.cause = 'X'),
        /alarmRules\/0: there is no sensor X/,
      ],
      [
        'an alarm rule that suppresses its own cause',
        (site) => (site.alarmRules[1]!.consequences = ['ML-FLT-DP']),
        /alarmRules\/1: ML-FLT-DP is among its own consequences/,
      ],
      [
        'an alarm rule without consequences',
        (site) => (site.alarmRules[0]!.consequences = []),
        /alarmRules\/0\/consequences: must NOT have fewer than 1 items/,
      ],
      [
        'a deadband below nothing',
        (site) => (site.sensors[0]!.alarmOptions = { deadband: -1 }),
        /sensors\/0\/alarmOptions\/deadband: must be >= 0/,
      ],
      [
        'a tier of another name',
        (site) => (site.history = { retentionDays: { raw: 4 } }),
        /history\/retentionDays: must NOT have additional properties: raw/,
      ],
      [
        'a time zone of Mars',
        (site) => (site.factories[1]!.timezone = 'Mars/Base'),
        /factories\/1\/timezone: Mars\/Base is not/,
      ],
      [
        'a time of day that is none',
        (site) => (site.tariffs[0]!.from = '24:30'),
        /tariffs\/0\/from: must match pattern/,
      ],
      [
        'hours without a price',
        (site) => site.tariffs.splice(2, 1),
        /tariffs: Demo Manufacturing Plant has 0 prices on Sunday 09:00/,
      ],
      [
        'hours with two prices',
        (site) => (site.tariffs[0]!.to = '22:00'),
        /Demo Manufacturing Plant has 2 prices on Monday 21:00/,
      ],
      [
        'a season without a price',
        (site) => (site.tariffs[3]!.months = [1, 2, 3]),
        /European Production Facility has 0 prices on Sunday 00:00 from \d{4}-04-01 on/,
      ],
      [
        'a gap between two prices',
        (site) => {
          site.tariffs.push({ ...site.tariffs[3]!, validFrom: '2026-07-02' });
          site.tariffs[3]!.validUntil = '2026-06-30';
        },
        /European Production Facility has 0 prices on Sunday 00:00 from 2026-07-01 on/,
      ],
      [
        'two currencies of a factory',
        (site) => (site.tariffs[1]!.currency = 'EUR'),
        /tariffs: Demo Manufacturing Plant has prices in USD and EUR; it needs one currency/,
      ],
      [
        'two carbon factors on a date',
        (site) => site.carbonFactors.push({ ...site.carbonFactors[0]!, months: [7] }),
        /carbonFactors: Demo Manufacturing Plant has 2 carbon factors on \d{4}-07-01/,
      ],
      [
        'factors for 23 hours',
        (site) => (site.carbonFactors[0]!.kgPerKwh = Array.from({ length: 23 }, () => 0.2)),
        /carbonFactors\/0\/kgPerKwh/,
      ],
      [
        'a holiday that is no date',
        (site) => (site.factories[0]!.holidays = ['2026-02-30']),
        /factories\/0\/holidays\/0: must match format "date"/,
      ],
      [
        'a factory meter that is not there',
        (site) => (site.factories[0]!.meter = 'M'),
        /factories\/0\/meter: there is no M/,
      ],
      [
        'an outdoor temperature that nobody measures',
        (site) => (site.factories[1]!.outdoorTemperature = 'T-OUT'),
        /factories\/1\/outdoorTemperature: there is no T-OUT/,
      ],
      [
        'a floor below the critical one',
        (site) => (site.safety.socMinPct = 1),
        /safety: socMinPct .* found 2, 1, 95, 98/,
      ],
      ['a ceiling above the critical one', (site) => (site.safety.socMaxPct = 99), /found 2, 5, 99, 98/],
      ['a floor at the ceiling', (site) => (site.safety.socMinPct = 95), /socMinPct and socMaxPct are both 95/],
      ['heat above the critical bound', (site) => (site.safety.tempStopC = 61), /tempStopC, below the critical bound/],
      [
        'charging below the critical cold',
        (site) => (site.safety.chargeTempMinC = -21),
        /chargeTempMinC, above the critical/,
      ],
      ['a band upside down', (site) => (site.safety.frequencyHz = [51, 49]), /frequencyHz must be in ascending order/],
      [
        'a device that widens a limit',
        (site) => (site.devices[0]!.safety = { socMinPct: 4 }),
        /devices\/0\/safety\/socMinPct: 4 is wider than the site's 5/,
      ],
      [
        'a device that widens a band',
        (site) => (site.devices[0]!.safety = { gridVoltageV: [380, 450] }),
        /gridVoltageV: 380,450 is wider than the site's 380,440/,
      ],
      [
        'a device that only raises alarms where the site blocks',
        (site) => (site.devices[0]!.safety = { idsAlert: 'alarm-only' }),
        /idsAlert: alarm-only is wider than the site's block/,
      ],
      [
        'a device narrowed to nothing',
        (site) => (site.devices[0]!.safety = { socMinPct: 96 }),
        /devices\/0\/safety: socMinPct and socMaxPct, inside the critical bounds/,
      ],
    ];
    for (const [title, change, reason] of cases) {
      it(title, () => assert.throws(() => load(change), { code: 'bad_site', message: reason }));
    }

    it('everything that is wrong at once, with the file', () => {
      const change = (site: Document) => {
        site.blocks[0]!.site = 'X';
        site.safety.socMinPct = 1;
      };
      assert.throws(() => load(change), { message: /site\.yaml: blocks\/0\/site: .*; .*site\.yaml: safety: / });
    });

    it('a file that is not there', () => {
      assert.throws(() => loadSite(path.join(dir, 'none.yaml'), known), {
        code: 'bad_site',
        message: /none\.yaml.*ENOENT/,
      });
    });
  });

  describe('faults only the device', () => {
    const cases: [string, (document: Document) => unknown, KnownProfiles, RegExp][] = [
      ['of an unknown profile', (site) => (site.devices[0]!.profile = 'x'), known, /there is no profile x/],
      [
        'of a broken profile',
        (site) => (site.devices[0]!.profile = 'x'),
        { ...known, faults: new Map([['x', 'x.yaml: points: wrong']]) },
        /x\.yaml: points: wrong/,
      ],
      [
        'of a sensor without a point',
        (site) => (site.sensors[0]!.point = 'colour'),
        known,
        /sensor BESS-01-STATUS: profile demo-inverter has no point colour/,
      ],
      [
        'that can be driven but has no ratings',
        (site) => delete site.devices[0]!.ratings,
        { ...known, profiles: new Map([...known.profiles].map(([id, profile]) => [id, { ...profile, control: {} }])) },
        /needs ratings/,
      ],
      [
        'that has ratings but is posted',
        (site) => (site.devices[0]!.source = 'posted'),
        known,
        /a device that can be driven must be polled/,
      ],
      [
        'that can be driven but is posted',
        (site) => {
          site.devices[0]!.source = 'posted';
          delete site.devices[0]!.ratings;
        },
        { ...known, profiles: new Map([...known.profiles].map(([id, profile]) => [id, { ...profile, control: {} }])) },
        /a device that can be driven must be polled/,
      ],
    ];
    for (const [title, change, profiles, reason] of cases) {
      it(title, () => {
        const { deviceFaults } = load(change, profiles);
        assert.match(deviceFaults.get('WLCE-BESS-01') ?? 'no fault', reason);
      });
    }
  });
});
