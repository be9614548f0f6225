import { type BusbarError, defineErrors } from '../kernel/index.ts';
import { type DocumentFault, faultText, readCheckedYaml, repeated } from './checked-yaml.ts';
import type { DeviceModel, SafetyModel, SiteModel } from './model.ts';
import { carbonFaults, tariffFaults } from './price-faults.ts';
import { criticalBounds, safetyLimitsOf } from './safety-limits.ts';

/** What the site model needs to know of the device profiles; the devices room's loaded profiles fit. */
export interface KnownProfiles {
  readonly profiles: ReadonlyMap<
    string,
    { readonly points: readonly { readonly name: string }[]; readonly control?: unknown }
  >;
  /** Why a profile could not be loaded, by id. */
  readonly faults: ReadonlyMap<string, string>;
}

export interface LoadedSite {
  readonly model: SiteModel;
  /** Devices that cannot run, with the reason; the others do. */
  readonly deviceFaults: ReadonlyMap<string, string>;
}

const errors = defineErrors({
  bad_site: { status: 500, message: ({ reason }) => String(reason) },
});

/**
 * Reads and checks a site model. What only concerns one device makes that device faulted.
 * @throws bad_site naming file, path and reason of everything that is wrong with the model itself
 */
export function loadSite(file: string, known: KnownProfiles): LoadedSite {
  const read = readCheckedYaml(file, 'sites/schema.json');
  if ('fault' in read) throw badSite(file, [read.fault]);
  const model = read.document as SiteModel;
  const faults = [...siteFaults(model)];
  if (faults.length > 0) throw badSite(file, faults);
  return { model, deviceFaults: deviceFaultsOf(model, known) };
}

function badSite(file: string, faults: readonly DocumentFault[]): BusbarError {
  return errors.bad_site({ file, field: faults[0]?.path ?? '', reason: faultText(file, faults) });
}

/** What the schema cannot say. */
function* siteFaults(model: SiteModel): Generator<DocumentFault> {
  yield* uniquenessFaults(model);
  yield* referenceFaults(model);
  yield* gridMeterFaults(model);
  yield* alarmRuleFaults(model);
  yield* timezoneFaults(model);
  yield* tariffFaults(model);
  yield* carbonFaults(model);
  yield* safetyFaults(model.safety, 'safety');
  for (const [index, device] of model.devices.entries()) {
    yield* deviceSafetyFaults(model, device, `devices/${index}/safety`);
  }
}

function* uniquenessFaults(model: SiteModel): Generator<DocumentFault> {
  const { sites, factories, blocks, equipment, machines, meters, servers, devices, sensors } = model;
  const unique: Record<string, readonly (string | number)[]> = {
    'site code': sites.map(({ code }) => code),
    'site slug': sites.map(({ slug }) => slug),
    'block slug': blocks.map(({ slug }) => slug),
    'equipment id': equipment.map(({ id }) => id),
    'equipment tag': equipment.map(({ tag }) => tag),
    'machine device': machines.map(({ device }) => device),
    'meter device': meters.map(({ device }) => device),
    // A sensor names either by it.
    'device id or server name': [...devices.map(({ id }) => id), ...servers.map(({ name }) => name)],
    'sensor id': sensors.map(({ id }) => id),
    'sensor tag': sensors.map(({ tag }) => tag),
    'sensor of a point': sensors.map(({ device, point }) => `${device} ${point}`),
    uuid: [sites, factories, blocks, machines, devices].flatMap((things) =>
      things.map(({ uuid }) => uuid.toLowerCase()),
    ),
  };
  for (const [what, values] of Object.entries(unique)) {
    for (const value of repeated(values)) yield { path: '', reason: `the ${what} ${value} is used twice` };
  }
}

function* referenceFaults(model: SiteModel): Generator<DocumentFault> {
  const sites = model.sites.map(({ code }) => code);
  const factories = model.factories.map(({ uuid }) => uuid);
  const blocks = model.blocks.map(({ slug }) => slug);
  const equipment = model.equipment.map(({ tag }) => tag);
  const devices = model.devices.map(({ id }) => id);
  const meters = model.meters.map(({ device }) => device);
  const sensors = model.sensors.map(({ tag }) => tag);

  yield* unknownIn(model, 'factories', 'meter', devices);
  yield* unknownIn(model, 'factories', 'outdoorTemperature', sensors);
  yield* unknownIn(model, 'blocks', 'site', sites);
  yield* unknownIn(model, 'equipment', 'block', blocks);
  yield* unknownIn(model, 'machines', 'factory', factories);
  yield* unknownIn(model, 'machines', 'device', devices);
  yield* unknownIn(model, 'meters', 'device', devices);
  yield* unknownIn(model, 'meters', 'factory', factories);
  yield* unknownIn(model, 'meters', 'block', blocks);
  yield* unknownIn(model, 'devices', 'site', sites);
  yield* unknownIn(model, 'devices', 'gridMeter', meters);
  yield* unknownIn(model, 'servers', 'site', sites);
  yield* unknownIn(model, 'sensors', 'device', [...devices, ...model.servers.map(({ name }) => name)]);
  yield* unknownIn(model, 'sensors', 'equipment', equipment);
  yield* unknownIn(model, 'tariffs', 'factory', factories);
  yield* unknownIn(model, 'carbonFactors', 'factory', factories);
}

type ListName = {
  [K in keyof SiteModel]-?: SiteModel[K] extends readonly object[] ? K : never;
}[keyof SiteModel];

/** References of a list that lead nowhere. */
function* unknownIn(
  model: SiteModel,
  list: ListName,
  key: string,
  targets: readonly string[],
): Generator<DocumentFault> {
  for (const [index, entry] of model[list].entries()) {
    const target = (entry as unknown as Readonly<Record<string, unknown>>)[key];
    if (typeof target === 'string' && !targets.includes(target)) {
      yield { path: `${list}/${index}/${key}`, reason: `there is no ${target}` };
    }
  }
}

/** A limit that stops commands is judged by what the gateway reads itself. */
function* gridMeterFaults({ devices }: SiteModel): Generator<DocumentFault> {
  const posted = new Set(devices.filter(({ source }) => source === 'posted').map(({ id }) => id));
  for (const [index, { gridMeter }] of devices.entries()) {
    if (gridMeter === undefined || !posted.has(gridMeter)) continue;
    yield { path: `devices/${index}/gridMeter`, reason: `the readings of ${gridMeter} are posted, it must be polled` };
  }
}

function* alarmRuleFaults({ sensors, alarmRules = [] }: SiteModel): Generator<DocumentFault> {
  const tags = new Set(sensors.map(({ tag }) => tag));
  for (const [index, { cause, consequences }] of alarmRules.entries()) {
    for (const tag of [cause, ...consequences].filter((tag) => !tags.has(tag))) {
      yield { path: `alarmRules/${index}`, reason: `there is no sensor ${tag}` };
    }
    if (consequences.includes(cause)) {
      yield { path: `alarmRules/${index}`, reason: `${cause} is among its own consequences` };
    }
  }
}

function* timezoneFaults({ sites, factories }: SiteModel): Generator<DocumentFault> {
  for (const [list, places] of Object.entries({ sites, factories })) {
    for (const [index, { timezone }] of places.entries()) {
      if (!isTimezone(timezone)) {
        yield { path: `${list}/${index}/timezone`, reason: `${timezone} is not a known time zone` };
      }
    }
  }
}

function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/** A site may narrow the critical bounds, never widen them. */
function* safetyFaults(safety: SafetyModel, path: string): Generator<DocumentFault> {
  const { socLowPct, socHighPct, tempHighC, tempLowC } = criticalBounds;
  const { socMinPct, socMaxPct, tempStopC, chargeTempMinC, cellVoltageMinV, cellVoltageMaxV } = safety;
  const ascending: [text: string, ...values: (number | undefined)[]][] = [
    ['socMinPct and socMaxPct, inside the critical bounds', socLowPct, socMinPct, socMaxPct, socHighPct],
    ['tempHighC and tempStopC, below the critical bound', safety.tempHighC, tempStopC, tempHighC],
    ['chargeTempMinC, above the critical bound and below tempHighC', tempLowC, chargeTempMinC, safety.tempHighC],
    ['cellVoltageMinV and cellVoltageMaxV', cellVoltageMinV, cellVoltageMaxV],
    ['frequencyHz', ...(safety.frequencyHz ?? [])],
    ['gridVoltageV', ...(safety.gridVoltageV ?? [])],
  ];
  for (const [text, ...values] of ascending) {
    const stated = values.filter((value) => value !== undefined);
    if (!isAscending(stated)) yield { path, reason: `${text} must be in ascending order, found ${stated.join(', ')}` };
  }
  if (socMinPct === socMaxPct) yield { path, reason: `socMinPct and socMaxPct are both ${socMinPct}` };
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || (values[index - 1] ?? -Infinity) <= value);
}

function* deviceSafetyFaults(model: SiteModel, device: DeviceModel, path: string): Generator<DocumentFault> {
  if (!device.safety) return;
  const limits = safetyLimitsOf(model, device);
  for (const [key, stated] of Object.entries(device.safety)) {
    const limit = limits[key as keyof SafetyModel];
    if (String(limit) !== String(stated)) {
      yield { path: `${path}/${key}`, reason: `${String(stated)} is wider than the site's ${String(limit)}` };
    }
  }
  yield* safetyFaults(limits, path);
}

function deviceFaultsOf(model: SiteModel, known: KnownProfiles): Map<string, string> {
  const faults = model.devices.flatMap((device) => {
    const reason = deviceFault(model, device, known);
    return reason === undefined ? [] : [[device.id, reason] as const];
  });
  return new Map(faults);
}

function deviceFault(model: SiteModel, device: DeviceModel, known: KnownProfiles): string | undefined {
  const profile = known.profiles.get(device.profile);
  if (!profile) return known.faults.get(device.profile) ?? `there is no profile ${device.profile}`;
  if (device.source === 'posted' && (profile.control !== undefined || device.ratings)) {
    return 'a device that can be driven must be polled: the safety guard judges by nothing that is posted';
  }
  if (profile.control !== undefined && !device.ratings) return 'a device that can be driven needs ratings';
  const points = new Set(profile.points.map(({ name }) => name));
  const lost = model.sensors.find(({ device: owner, point }) => owner === device.id && !points.has(point));
  return lost && `sensor ${lost.tag}: profile ${device.profile} has no point ${lost.point}`;
}
