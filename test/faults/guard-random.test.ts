import assert from 'node:assert/strict';
import { CommandRate } from '../../nodes/safety/command-rate.ts';
import { type Constraint, type Envelope, envelopeOf } from '../../nodes/safety/envelope.ts';
import { advance, type GuardState, initialState, release } from '../../nodes/safety/guard-state.ts';
import { judgeCommand } from '../../nodes/safety/judge-command.ts';
import type { GuardedDevice } from '../../nodes/safety/limits.ts';
import type { Snapshot } from '../../nodes/safety/snapshot.ts';
import { superviseStanding } from '../../nodes/safety/supervise.ts';
import { type Command, IndependentJudge, latches, rules } from '../support/independent-judge.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { guardedDevice, int16Register, snapshotOf } from '../unit/safety/fixtures.ts';
import { scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const randomSteps = scaled(1_000_000);
const hitsPerRule = scaled(1000);
const stepsPerSequence = 40;

/** The pure functions of the room, exchangeable so that a broken guard can show that the judge sees. */
interface Guard {
  readonly advance: typeof advance;
  readonly release: typeof release;
  readonly judgeCommand: typeof judgeCommand;
  readonly superviseStanding: typeof superviseStanding;
}
const guard: Guard = { advance, release, judgeCommand, superviseStanding };

function withoutLatches(...args: Parameters<typeof advance>): GuardState {
  return { ...advance(...args), latched: new Set() };
}

function releaseAnything(...[state, latch]: Parameters<typeof release>): ReturnType<typeof release> {
  return { ...state, latched: new Set([...state.latched].filter((other) => other !== latch)) };
}

function withoutRounding(...[target, envelope, device, context]: Parameters<typeof judgeCommand>) {
  return judgeCommand(target, envelope, { ...device, onWire: (kw) => kw }, context);
}

const faultKinds = [
  'unsafe accept',
  'unsafe standing setpoint',
  'unsafe release',
  'outlived command',
  'unstable correction',
  'needless refusal',
  'misnamed refusal',
] as const;
type FaultKind = (typeof faultKinds)[number];

class Findings {
  steps = 0;
  commands = 0;
  accepted = 0;
  corrections = 0;
  releases = 0;
  readonly broken = new Map<string, number>();
  /** Refusals by the rule that they named. */
  readonly refusals = new Map<string, number>();
  readonly faults = new Map<FaultKind, number>();
  /** The first fault of each kind, with everything needed to see why. */
  readonly first = new Map<FaultKind, string>();
}

function drive(guard: Guard, steps: number, seed: number): Findings {
  const findings = new Findings();
  const random = new Random(seed);
  while (findings.steps < steps) {
    const site = new Site(guard, random, findings);
    for (let step = 0; step < stepsPerSequence; step++) site.step();
    findings.steps += stepsPerSequence;
  }
  return findings;
}

/** One battery from start to end of a sequence: its telemetry, its guard and the judge side by side. */
class Site {
  readonly #guard: Guard;
  readonly #random: Random;
  readonly #findings: Findings;
  readonly #device: GuardedDevice;
  readonly #healthy: Snapshot;
  readonly #judge: IndependentJudge;
  readonly #clock = new ManualClock();
  readonly #rate = new CommandRate(this.#clock);
  #snapshot: Snapshot;
  #state = initialState;
  #standingKw: number;
  #changedAt = 0;
  #expiresAt: number;

  constructor(guard: Guard, random: Random, findings: Findings) {
    this.#guard = guard;
    this.#random = random;
    this.#findings = findings;
    this.#device = randomDevice(random);
    this.#healthy = healthySnapshot(random, this.#device);
    this.#snapshot = this.#healthy;
    this.#judge = new IndependentJudge(this.#device);
    // What an earlier run left on the device.
    this.#standingKw = random.chance(0.5) ? 0 : random.between(-1.2, 1.2) * this.#device.ratedChargeKw;
    this.#expiresAt = this.#lifetimeFromNow();
  }

  step(): void {
    this.#clock.advance(this.#random.pick([200, 1000, 1000, 5000, 30_000, 90_000]));
    this.#snapshot = worsenOrHeal(this.#snapshot, this.#healthy, this.#device, this.#random);
    this.#observe();
    if (this.#random.chance(0.3)) this.#release();
    this.#supervise();
    if (this.#random.chance(0.8)) this.#command();
  }

  #observe(): void {
    this.#state = this.#guard.advance(this.#state, this.#snapshot, this.#device);
    this.#judge.observe(this.#snapshot);
  }

  #release(): void {
    const latch = this.#random.pick(latches);
    const outcome = this.#guard.release(this.#state, latch, this.#snapshot);
    if (typeof outcome === 'string') return;
    if (!this.#judge.isLatched(latch)) return;
    if (!this.#judge.mayRelease(latch)) this.#fault('unsafe release', `released ${latch} while its cause stands`);
    this.#findings.releases++;
    this.#judge.release(latch);
    this.#state = outcome;
    this.#observe();
  }

  #supervise(): void {
    const before = this.#standingKw;
    const expired = this.#clock.monotonic() >= this.#expiresAt;
    const envelope = this.#envelope();
    const correction = this.#guard.superviseStanding(envelope, { kw: before, expired }, this.#device.stepKw);
    // Without a connection nothing can be written: the device's own watchdog is in charge.
    if (!this.#snapshot.connected) return;
    if (correction) {
      const { targetKw } = correction;
      this.#findings.corrections++;
      this.#stand(targetKw);
      if (!(Math.abs(targetKw) <= Math.abs(before)) || targetKw * before < 0) {
        this.#fault('unsafe standing setpoint', `corrected ${before} kW to ${targetKw} kW`);
      }
      const again = this.#guard.superviseStanding(envelope, { kw: targetKw, expired: false }, this.#device.stepKw);
      if (again) {
        this.#fault('unstable correction', `corrects its own ${targetKw} kW to ${again.targetKw} kW in the same cycle`);
      }
    }
    if (expired && this.#standingKw !== 0) this.#fault('outlived command', `${this.#standingKw} kW still stand`);
    const broken = this.#judge.forbids(this.#standingKw);
    if (broken.length > 0) {
      this.#fault('unsafe standing setpoint', `leaves ${this.#standingKw} kW standing against ${broken.join(', ')}`);
    }
  }

  #command(): void {
    const envelope = this.#envelope();
    const command: Command = {
      targetKw: randomTarget(this.#random, envelope, this.#device, this.#standingKw),
      key: this.#random.pick(['arbitrage', 'operator']),
      nowMs: this.#clock.monotonic(),
      lastKw: this.#standingKw,
      sinceLastMs: this.#clock.monotonic() - this.#changedAt,
    };
    const verdict = this.#guard.judgeCommand(command.targetKw, envelope, this.#device, {
      standingKw: command.lastKw,
      sinceChangeMs: command.sinceLastMs,
      commandsLastMinute: this.#rate.lastMinute(command.key),
    });
    const broken = this.#judge.violations(command);
    this.#findings.commands++;
    for (const rule of broken) count(this.#findings.broken, rule);
    if (!verdict.permitted) {
      count(this.#findings.refusals, verdict.constraint);
      this.#checkReason(verdict.constraint, broken, command);
      return;
    }
    if (broken.length > 0) {
      this.#fault('unsafe accept', `accepts ${String(command.targetKw)} kW against ${broken.join(', ')}`);
    }
    this.#findings.accepted++;
    this.#judge.accepted(command);
    if (verdict.targetKw !== 0) this.#rate.accept(command.key);
    const wiredKw = this.#device.onWire(verdict.targetKw);
    if (typeof wiredKw !== 'number') return;
    this.#stand(wiredKw);
    this.#expiresAt = this.#lifetimeFromNow();
  }

  /** A refusal must be needed, and name the first broken rule; on the very edge of a limit either reading may stand. */
  #checkReason(named: Constraint, broken: readonly Constraint[], command: Command): void {
    // Which rule speaks for an emergency stop that cannot be read is not settled by the table.
    const estopIsMute = this.#snapshot.estop !== undefined && !Number.isFinite(this.#snapshot.estop);
    if (named === broken[0] || (estopIsMute && broken.length > 0)) return;
    const atTheEdge = !broken.includes(named) && this.#judge.violations(command, -1e-9).includes(named);
    if (atTheEdge) return;
    const kind = broken.length === 0 ? 'needless refusal' : 'misnamed refusal';
    this.#fault(kind, `refuses ${String(command.targetKw)} kW for ${named} instead of ${broken[0] ?? 'accepting it'}`);
  }

  #envelope(): Envelope {
    return envelopeOf(this.#snapshot, this.#state, this.#device);
  }

  #stand(kw: number): void {
    this.#standingKw = kw;
    this.#changedAt = this.#clock.monotonic();
  }

  #lifetimeFromNow(): number {
    return this.#clock.monotonic() + this.#device.limits.commandLifetimeS * 1000;
  }

  #fault(kind: FaultKind, what: string): void {
    count(this.#findings.faults, kind);
    if (this.#findings.first.has(kind)) return;
    const facts = { standingKw: this.#standingKw, snapshot: this.#snapshot, state: this.#state, device: this.#device };
    this.#findings.first.set(kind, `${what}\n${inOneLine(facts)}`);
  }
}

function randomDevice(random: Random): GuardedDevice {
  const optional = <T>(value: T): T | undefined => (random.chance(0.5) ? value : undefined);
  const stepKw = random.pick([0.1, 0.1, 0.01, 1, 0.25]);
  const limits = {
    socMinPct: random.pick([5, 10]),
    socMaxPct: random.pick([95, 90]),
    chargeTempMinC: random.pick([0, 5]),
    commandsPerMinute: random.pick([2, 10, 60]),
    idsAlert: random.pick(['block', 'block', 'alarm-only'] as const),
    cellVoltageMinV: optional(2.8),
    cellVoltageMaxV: optional(3.65),
    frequencyHz: optional([47.5, 51.5] as const),
    gridVoltageV: optional([340, 460] as const),
    gridImportKw: optional(400),
    gridExportKw: optional(300),
    rampKwPerMinute: random.pick([undefined, undefined, undefined, 150]),
  };
  const ratedChargeKw = random.pick([250, 100, 333, 4000]);
  return guardedDevice(onlyDefined(limits), {
    stepKw,
    onWire: int16Register(stepKw),
    ratedChargeKw,
    ratedDischargeKw: ratedChargeKw * random.pick([1, 0.8]),
    capacityKwh: ratedChargeKw * random.pick([2, 0.5, 0.02, 0.01]),
    cycleMs: random.pick([1000, 5000]),
  });
}

/** What the device says while all is well; points that it does not have stay undefined. */
function healthySnapshot(random: Random, { ratedChargeKw }: GuardedDevice): Snapshot {
  const optional = (value: number) => (random.chance(0.7) ? value : undefined);
  return snapshotOf({
    estop: optional(0),
    gridFault: optional(0),
    cellVoltageMaxV: optional(3.4),
    cellVoltageMinV: optional(3.2),
    frequencyHz: optional(50),
    gridVoltageV: optional(400),
    chargeLimitKw: optional(ratedChargeKw),
    dischargeLimitKw: optional(ratedChargeKw),
    gridPowerKw: 50,
  });
}

type Change = (random: Random, snapshot: Snapshot, device: GuardedDevice) => Partial<Snapshot>;

/** Values that no rule may mistake for a reading. */
const nastyTags = [NaN, Infinity, -Infinity, null, undefined, -0, 1e308, -1e308, 5e-324] as const;

/** Every way in which telemetry moves; the weights let each rule be the first to speak often enough. */
const changes: readonly [weight: number, change: Change][] = [
  [
    4,
    (random) => ({
      socPct: random.pick([0.5, 1.9, 2, 3, 4, 4.8, 5, 5.3, 6.9, 7, 9.9, 10, 10.2, 12, 14.9, 15, 17, 21]),
    }),
  ],
  [
    4,
    (random) => ({ socPct: random.pick([79, 83, 85, 88, 89.9, 90, 93, 94.7, 95, 95.1, 96, 97, 98, 98.1, 99.5, 100]) }),
  ],
  [10, (random) => ({ socPct: random.chance(0.5) ? random.between(5, 25) : random.between(75, 95) })],
  [12, (random, { socPct }) => ({ socPct: (socPct ?? 50) + random.between(-1.5, 1.5) })],
  [1, (random) => ({ socPct: random.pick([-1, 101, 655.35]) })],
  [4, (random) => ({ cellTempMaxC: random.pick([45, 45.1, 50, 54.9, 55, 59.9, 60, 60.1, 75]) })],
  [4, (random) => ({ cellTempMinC: random.pick([-20.1, -20, -5, 0, 0.1, 3, 6.23, 9.9, 10, 14.9, 15]) })],
  [1, (random) => ({ cellTempMaxC: random.pick([-41, 121, 3276.7]) })],
  [1, (random) => ({ cellTempMinC: random.pick([-41, 121, -3276.8]) })],
  [3, (random) => ({ cellVoltageMaxV: random.pick([3.59, 3.62, 3.64, 3.65, 3.7]) })],
  [3, (random) => ({ cellVoltageMinV: random.pick([2.7, 2.8, 2.81, 2.84, 2.86]) })],
  [3, (random, _, device) => ({ powerKw: random.between(-1, 1) * device.ratedChargeKw })],
  [3, (random) => ({ gridPowerKw: random.between(-500, 600) })],
  [2, (random, _, device) => ({ chargeLimitKw: random.between(-0.1, 1) * device.ratedChargeKw })],
  [2, (random, _, device) => ({ dischargeLimitKw: random.between(-0.1, 1) * device.ratedChargeKw })],
  [2, (random) => ({ estop: random.pick([0, 1]) })],
  [1, (random) => ({ statusCode: random.pick([2, 3, 99, -1]) })],
  [1, (random) => ({ gridFault: random.pick([0, 1]) })],
  [1, (random) => ({ frequencyHz: random.pick([47.4, 47.5, 51.5, 51.6]) })],
  [1, (random) => ({ gridVoltageV: random.pick([339, 340, 460, 461]) })],
  [1, () => ({ connected: false })],
  [1, (random) => ({ ageMs: random.pick([9999, 10_000, 10_001, 60_000, Infinity, NaN]) })],
  [1, (random) => ({ heartbeatUnchanged: random.pick([1, 2, 3, 50]) })],
  [1, () => ({ invalid: [{ point: 'soc', reason: 'not implemented (0xFFFF)' }] })],
  [1, () => ({ idsAlert: true })],
  [2, (random) => ({ watchdogFailures: random.pick([1, 2, 3]) })],
  [4, (random) => ({ [random.pick(tagNames)]: random.pick(nastyTags) })],
];

const tagNames = [
  'socPct',
  'powerKw',
  'cellTempMaxC',
  'cellTempMinC',
  'cellVoltageMaxV',
  'cellVoltageMinV',
  'statusCode',
  'estop',
  'gridFault',
  'frequencyHz',
  'gridVoltageV',
  'chargeLimitKw',
  'dischargeLimitKw',
  'gridPowerKw',
] as const;

const weightedChanges = changes.flatMap(([weight, change]) => Array.from({ length: weight }, () => change));

function worsenOrHeal(snapshot: Snapshot, healthy: Snapshot, device: GuardedDevice, random: Random): Snapshot {
  const start = random.chance(0.35) ? healthy : snapshot;
  if (random.chance(0.2)) return start;
  return { ...start, ...random.pick(weightedChanges)(random, start, device) };
}

const nastyTargets: readonly unknown[] = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  1e308,
  -1e308,
  5e-324,
  -5e-324,
  '100',
  '',
  null,
  undefined,
  true,
  false,
  [],
  {},
];

function randomTarget(random: Random, envelope: Envelope, device: GuardedDevice, standingKw: number): unknown {
  const { ratedChargeKw, stepKw } = device;
  const nearEdge = () => random.pick([envelope.minKw, envelope.maxKw]) + random.between(-1, 1) * stepKw;
  const draws: readonly (() => unknown)[] = [
    () => random.between(-1.1, 1.1) * ratedChargeKw,
    () => random.between(-0.1, 0.1) * ratedChargeKw,
    () => Math.round(random.between(-1, 1) * ratedChargeKw),
    () => random.pick([envelope.minKw, envelope.maxKw]),
    () => random.pick([envelope.minKw, envelope.maxKw]) * random.between(1, 1.5),
    nearEdge,
    nearEdge,
    () => standingKw * random.next(),
    () => standingKw + random.between(-1, 1) * 20,
    () => 0,
    () => random.pick(nastyTargets),
  ];
  return random.pick(draws)();
}

function onlyDefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function inOneLine(value: object): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (field instanceof Set) return [...(field as ReadonlySet<unknown>)];
    return field === undefined || (typeof field === 'number' && !Number.isFinite(field)) ? String(field) : field;
  });
}

function report(findings: Findings): void {
  const { steps, commands, accepted, corrections, releases, broken, refusals, faults } = findings;
  console.log(
    `      ${steps} steps, ${commands} commands, ${accepted} accepted, ${corrections} corrections, ${releases} releases`,
  );
  console.log(`      ${faultKinds.map((kind) => `${kind} ${faults.get(kind) ?? 0}`).join(', ')}`);
  tableLine('rule', 'broken', 'named');
  for (const rule of rules) tableLine(rule, broken.get(rule) ?? 0, refusals.get(rule) ?? 0);
}

function tableLine(rule: string, broken: string | number, named: string | number): void {
  console.log(`      ${rule.padEnd(20)}${String(broken).padStart(10)}${String(named).padStart(10)}`);
}

function describeFaults({ faults, first }: Findings): string {
  return [...first].map(([kind, fault]) => `${faults.get(kind) ?? 0} × ${kind}, the first: ${fault}`).join('\n');
}

describe('guard against the independent judge', function () {
  this.timeout(240_000);

  it(`lets nothing unsafe through in ${randomSteps} random steps (seed ${seed})`, () => {
    const findings = drive(guard, randomSteps, seed);
    report(findings);
    assert.equal(findings.faults.size, 0, `seed ${seed}\n${describeFaults(findings)}`);
    for (const rule of rules) {
      const hits = findings.refusals.get(rule) ?? 0;
      assert.ok(hits >= hitsPerRule, `${rule} named only ${hits} refusals (seed ${seed})`);
    }
  });

  const blind: readonly [what: string, broken: Partial<Guard>, seenAs: FaultKind][] = [
    ['the standing setpoint is not judged', { superviseStanding: () => undefined }, 'unsafe standing setpoint'],
    ['latches are forgotten', { advance: withoutLatches }, 'unsafe accept'],
    ['any stop can be released', { release: releaseAnything }, 'unsafe release'],
    ['the rounding of the register is not judged', { judgeCommand: withoutRounding }, 'unsafe accept'],
  ];
  for (const [what, broken, seenAs] of blind) {
    it(`sees it when ${what}`, () => {
      const { faults } = drive({ ...guard, ...broken }, 20_000, seed);
      const sound = drive(guard, 20_000, seed);
      assert.ok((faults.get(seenAs) ?? 0) > (sound.faults.get(seenAs) ?? 0), `no ${seenAs} seen (seed ${seed})`);
    });
  }
});
