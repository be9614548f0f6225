import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Snapshot, Tag } from '../../../nodes/safety/snapshot.ts';
import type { SafetyModel } from '../../../nodes/site/index.ts';
import { IndependentJudge, type Latch, type Rule } from '../../support/independent-judge.ts';
import { guardedDevice, snapshotOf } from '../../unit/safety/fixtures.ts';
import { safetyLimits } from './battery-site.ts';

const pollMs = 1000;
/** A poll that was answered less than this ago, stalls not counted, may not have reached the guard yet. */
const transitMs = 100;

/** The register block that tells what the rules judge; the other block of a cycle has the setpoint. */
const telemetry = { address: 0, quantity: 22 };

export interface UnsafeWrite {
  readonly kw: number;
  readonly rules: readonly Rule[];
  /** Since the answer to the poll that forbids it. */
  readonly knownForMs: number;
}

interface Poll {
  readonly words: readonly number[];
  readonly answeredAt: number;
}

/**
 * Judges one battery from what was on the wire, with decoding and rules of its own: a setpoint is unsafe when it is
 * forbidden by the newest poll that the gateway can have known when it wrote. All times are monotonic milliseconds.
 */
export class WireJudge {
  readonly unsafe: UnsafeWrite[] = [];
  /** Writes that only a poll still on its way to the guard forbids. */
  overtaken = 0;
  /** Time for which a forbidden setpoint stood longer than one poll, stalls not counted, after the poll that forbids it. */
  exposureMs = 0;
  /** What the guard knows at least, and at most, of the polls that were on the wire. */
  readonly #settled: View;
  readonly #newest: View;
  readonly #stalledSince: (at: number) => number;
  #inTransit: Poll[] = [];
  #unreachableAt = -Infinity;
  #forbiddenSince: number | undefined;
  #lastLookAt: number | undefined;

  /** `stalledSince` tells how long the machine let everybody wait since a monotonic time, milliseconds. */
  constructor(stalledSince: (at: number) => number, limits: Partial<SafetyModel> = {}) {
    this.#stalledSince = stalledSince;
    const device = guardedDevice({ ...safetyLimits, ...limits }, { okStates: [0] });
    this.#settled = new View(device);
    this.#newest = new View(device);
  }

  /** A read of holding registers was answered. */
  read(address: number, words: readonly number[], at: number): void {
    this.#advance(at);
    if (address !== telemetry.address || words.length !== telemetry.quantity) return;
    const poll = { words, answeredAt: at };
    this.#inTransit.push(poll);
    this.#newest.take(poll);
  }

  /** The gateway writes a setpoint. */
  write(kw: number, at: number): void {
    this.#advance(at);
    const rules = this.#settled.forbids(kw, at);
    const forbiddenByNewest = this.#newest.forbids(kw, at).length > 0;
    if (!forbiddenByNewest) return;
    if (rules.length === 0) this.overtaken += 1;
    else this.unsafe.push({ kw, rules, knownForMs: at - this.#settled.seenAt });
  }

  /** Looks at what stands; `reachable` is false while the gateway has no way to change it. */
  stands(kw: number, reachable: boolean, at: number): void {
    this.#advance(at);
    const sinceLastMs = at - (this.#lastLookAt ?? at);
    this.#lastLookAt = at;
    if (!reachable) this.#unreachableAt = at;
    const knows = this.#settled.seenAt > this.#unreachableAt;
    if (!knows || this.#settled.forbids(kw, at).length === 0) {
      this.#forbiddenSince = undefined;
      return;
    }
    this.#forbiddenSince ??= at;
    const budgetMs = pollMs + this.#stalledSince(this.#forbiddenSince);
    if (at - this.#forbiddenSince > budgetMs) this.exposureMs += sinceLastMs;
  }

  /** An operator has lifted a latched stop, which the gateway did in the light of every poll up to now. */
  released(latch: Latch): void {
    this.#arrive(this.#inTransit);
    this.#settled.release(latch);
    this.#newest.release(latch);
  }

  #advance(at: number): void {
    const hasArrived = ({ answeredAt }: Poll): boolean =>
      at - answeredAt >= transitMs && at - answeredAt >= transitMs + this.#stalledSince(answeredAt);
    this.#arrive(this.#inTransit.filter(hasArrived));
  }

  #arrive(polls: readonly Poll[]): void {
    for (const poll of polls) this.#settled.take(poll);
    this.#inTransit = this.#inTransit.slice(polls.length);
  }
}

/** The battery as a guard knows it that has seen certain polls. */
class View {
  readonly #judge: IndependentJudge;
  seenAt = -Infinity;
  #snapshot: Snapshot | undefined;
  #heartbeat: number | undefined;
  #heartbeatUnchanged = 0;

  constructor(device: GuardedDevice) {
    this.#judge = new IndependentJudge(device);
  }

  take({ words, answeredAt }: Poll): void {
    const heartbeat = words[17];
    this.#heartbeatUnchanged = heartbeat === this.#heartbeat ? this.#heartbeatUnchanged + 1 : 0;
    this.#heartbeat = heartbeat;
    this.seenAt = answeredAt;
    this.#snapshot = snapshotOf({ ...decode(words), heartbeatUnchanged: this.#heartbeatUnchanged, ageMs: 0 });
    this.#judge.observe(this.#snapshot);
  }

  forbids(kw: number, at: number): Rule[] {
    if (kw === 0) return [];
    if (!this.#snapshot) return ['stale_telemetry'];
    this.#judge.observe({ ...this.#snapshot, ageMs: at - this.seenAt });
    return this.#judge.forbids(kw);
  }

  release(latch: Latch): void {
    this.#judge.release(latch);
  }
}

const notImplemented = { unsigned: 0xffff, signed: 0x8000 } as const;

/** The data sheet of the demo inverter once more: position, resolution, sign and the range that can be true. */
function decode(words: readonly number[]): Partial<Snapshot> {
  const word = (position: number, absent: number): number | null => {
    const found = words[position] ?? absent;
    return found === absent ? null : found;
  };
  const unsigned = (position: number, perUnit: number): Tag => per(word(position, notImplemented.unsigned), perUnit);
  const signed = (position: number, perUnit: number): Tag => {
    const found = word(position, notImplemented.signed);
    return per(found === null ? null : (found << 16) >> 16, perUnit);
  };
  const alarms = word(16, notImplemented.unsigned);
  return {
    statusCode: unsigned(0, 1),
    socPct: within(unsigned(1, 10), 0, 100),
    powerKw: signed(3, 10),
    cellTempMaxC: within(signed(8, 10), -40, 120),
    cellTempMinC: within(signed(9, 10), -40, 120),
    cellVoltageMaxV: within(unsigned(10, 1000), 0, 6),
    cellVoltageMinV: within(unsigned(11, 1000), 0, 6),
    frequencyHz: unsigned(12, 100),
    gridVoltageV: unsigned(13, 10),
    chargeLimitKw: unsigned(14, 10),
    dischargeLimitKw: unsigned(15, 10),
    estop: alarms === null ? null : alarms & 1,
    gridFault: alarms === null ? null : alarms & 2,
    // The demo inverter's limits name no grid meter.
    gridPowerKw: undefined,
  };
}

function per(raw: number | null, perUnit: number): Tag {
  return raw === null ? null : raw / perUnit;
}

function within(value: Tag, low: number, high: number): Tag {
  return typeof value === 'number' && value >= low && value <= high ? value : null;
}
