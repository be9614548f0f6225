import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type DocumentFault, faultText, type PointRole, readCheckedYaml, repeated } from '../site/index.ts';
import { rawRangeOf, wordsOf } from './codec.ts';
import { controlPoints, type Profile, type ProfileControl, type ProfilePoint } from './profile.ts';
import { protocolAddress } from './register-map.ts';

/** The profiles of a folder by id. A broken one is in `faults` with file, path and reason, and harms no other. */
export interface LoadedProfiles {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly faults: ReadonlyMap<string, string>;
}

/** What the guard cannot work without. */
const requiredOfBatteries: readonly PointRole[] = ['soc', 'power', 'cell_temp_max', 'cell_temp_min', 'status'];
const addressSpace = 0x10000;

/** Reads every profile (`*.yaml`) of a folder. */
export function loadProfiles(dir: string): LoadedProfiles {
  const profiles = new Map<string, Profile>();
  const faults = new Map<string, string>();
  for (const name of readdirSync(dir).filter((name) => name.endsWith('.yaml'))) {
    const id = path.basename(name, '.yaml');
    const loaded = loadProfile(path.join(dir, name), id);
    if (typeof loaded === 'string') faults.set(id, loaded);
    else profiles.set(id, loaded);
  }
  return { profiles, faults };
}

/** The profile, or what is wrong with it. */
function loadProfile(file: string, id: string): Profile | string {
  const read = readCheckedYaml(file, 'profiles/schema.json');
  if ('fault' in read) return faultText(file, [read.fault]);
  const profile = read.document as Profile;
  const faults = [...profileFaults(profile, id)];
  return faults.length > 0 ? faultText(file, faults) : profile;
}

/** What the schema cannot say. */
function* profileFaults(profile: Profile, id: string): Generator<DocumentFault> {
  if (profile.id !== id) yield { path: 'id', reason: `must be the file's name, ${id}; found ${profile.id}` };
  for (const [index, point] of profile.points.entries()) {
    for (const reason of pointFaults(profile, point)) yield { path: `points/${index} (${point.name})`, reason };
  }
  yield* namingFaults(profile);
  yield* overlapFaults(profile);
  if (profile.kind === 'battery-inverter') yield* batteryFaults(profile);
  if (profile.control) yield* controlFaults(profile, profile.control);
}

function* pointFaults(profile: Profile, point: ProfilePoint): Generator<string> {
  const { group, scale, range, type, table } = point;
  const words = wordsOf(type);
  if (!profile.groups[group]) yield `there is no group ${group}`;
  if (scale === 0) yield 'scale must not be 0';
  if (range && range[0] >= range[1]) yield `range ${range[0]} to ${range[1]} is empty`;
  if ((type === 'bool') !== (table === 'coil' || table === 'discrete')) yield `a ${table} cannot be of type ${type}`;
  if (words > profile.connection.maxRegisters) {
    yield `${type} takes ${words} registers, the device reads at most ${profile.connection.maxRegisters}`;
  }
  yield* addressFaults(profile, point, words);
  yield* rawValueFaults(point);
  yield* writeFaults(point, words);
}

function* addressFaults(profile: Profile, point: ProfilePoint, words: number): Generator<string> {
  const { address, model, offset, scaleFactor } = point;
  if (profile.connection.sunspec) {
    if (model === undefined || offset === undefined || address !== undefined) {
      yield 'a point of a SunSpec profile has model and offset, and no address';
    }
    return;
  }
  if (model !== undefined || offset !== undefined || scaleFactor) {
    yield 'model, offset and scaleFactor are for profiles with connection.sunspec';
  }
  if (address === undefined) {
    yield 'address is missing';
    return;
  }
  const first = protocolAddress(profile, address);
  if (first < 0 || first + words > addressSpace) {
    yield `address ${address} is protocol address ${first}, outside 0 to ${addressSpace - words}`;
  }
}

function* rawValueFaults(point: ProfilePoint): Generator<string> {
  const { type, mask, notImplemented } = point;
  const [min, max] = rawRangeOf(type);
  if (notImplemented !== undefined && (notImplemented < min || notImplemented > max)) {
    yield `notImplemented ${notImplemented} does not fit ${type}, ${min} to ${max}`;
  }
  if (mask === undefined) return;
  if (type !== 'uint16' && type !== 'uint32') yield `a mask needs type uint16 or uint32, found ${type}`;
  else if (mask > max) yield `mask ${mask} does not fit ${type}, at most ${max}`;
}

function* writeFaults(point: ProfilePoint, words: number): Generator<string> {
  const { write, table, mask, type, scaleFactor } = point;
  if (!write) return;
  if (table !== 'holding') yield `only holding registers can be written, found ${table}`;
  if (mask !== undefined) yield 'a masked point cannot be written';
  if (write.functionCode === 6 && words !== 1) yield `function code 6 writes one register, ${type} takes ${words}`;
  if (write.min > write.max) yield `write range ${write.min} to ${write.max} is empty`;
  if (!scaleFactor) yield* writeRangeFaults(point, write);
}

function* writeRangeFaults(point: ProfilePoint, write: { min: number; max: number }): Generator<string> {
  const [rawMin, rawMax] = rawRangeOf(point.type);
  for (const value of [write.min, write.max]) {
    const raw = Math.round((point.sign * value - point.shift) / point.scale);
    if (raw < rawMin || raw > rawMax)
      yield `write limit ${value} ${point.unit} does not fit its ${point.type} register`;
  }
}

function* namingFaults({ points }: Profile): Generator<DocumentFault> {
  for (const name of repeated(points.map(({ name }) => name))) {
    yield { path: 'points', reason: `the name ${name} is used twice` };
  }
  for (const role of repeated(points.flatMap(({ role }) => role ?? []))) {
    yield { path: 'points', reason: `the role ${role} is used twice` };
  }
}

/** Two points may share a register only when they read it as the same number, or take bits of the same one. */
function* overlapFaults({ points }: Profile): Generator<DocumentFault> {
  for (const [index, point] of points.entries()) {
    const clash = points.slice(0, index).find((other) => overlaps(point, other) && !sameRegister(point, other));
    if (clash) {
      yield { path: `points/${index} (${point.name})`, reason: `overlaps ${clash.name} with a different meaning` };
    }
  }
}

function overlaps(a: ProfilePoint, b: ProfilePoint): boolean {
  const [startA, startB] = [startOf(a), startOf(b)];
  const sameSpace = a.table === b.table && a.model === b.model;
  return sameSpace && startA < startB + wordsOf(b.type) && startB < startA + wordsOf(a.type);
}

function sameRegister(a: ProfilePoint, b: ProfilePoint): boolean {
  if (startOf(a) !== startOf(b) || a.type !== b.type) return false;
  const bits = a.mask !== undefined || b.mask !== undefined;
  return bits || (a.scale === b.scale && a.shift === b.shift && a.sign === b.sign && a.unit === b.unit);
}

function startOf({ address, offset }: ProfilePoint): number {
  return address ?? offset ?? 0;
}

function* batteryFaults({ points }: Profile): Generator<DocumentFault> {
  for (const role of requiredOfBatteries) {
    const point = points.find((point) => point.role === role);
    if (!point) yield { path: 'points', reason: `a battery inverter needs a point with the role ${role}` };
    else if (!point.safetyRequired) yield { path: 'points', reason: `${point.name} (${role}) must be safetyRequired` };
  }
}

function* controlFaults(profile: Profile, control: ProfileControl): Generator<DocumentFault> {
  const { setpoint, prerequisites, enable, watchdog } = control;
  const pointNamed = (name: string) => profile.points.find((point) => point.name === name);
  if ('point' in setpoint && 'charge' in setpoint) {
    yield { path: 'control/setpoint', reason: 'has either point, or charge and discharge' };
  }
  for (const name of controlPoints(control)) {
    const point = pointNamed(name);
    if (!point) yield { path: 'control', reason: `there is no point ${name}` };
    else if (!point.write) yield { path: 'control', reason: `${name} is not writable` };
  }
  for (const { point: name, value } of enable ? [...prerequisites, enable] : prerequisites) {
    const write = pointNamed(name)?.write;
    if (write && (value < write.min || value > write.max)) {
      yield { path: 'control', reason: `${name} cannot be ${value}: its write range is ${write.min} to ${write.max}` };
    }
  }
  if (watchdog?.kind === 'seconds' && watchdog.value === undefined) {
    yield { path: 'control/watchdog', reason: 'kind seconds needs a value' };
  }
  if (!profile.points.some(({ role }) => role === 'status')) {
    yield { path: 'control/okStates', reason: 'needs a point with the role status' };
  }
}
