import assert from 'node:assert/strict';
import type { Fault, PhysicsPatch, PlantHandle } from '../../nodes/plant/index.ts';
import type { ModbusFrame } from '../../nodes/plant/modbus-frame.ts';
import { type Latch, latches } from '../support/independent-judge.ts';
import { type BatteryPark, setpointOf, startBatteryPark } from './support/battery-park.ts';
import type { Battery } from './support/battery-site.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import type { Answer, GatewayClient } from './support/gateway-client.ts';
import { Random } from './support/random.ts';
import { sleep } from './support/wait.ts';
import { type UnsafeWrite, WireJudge } from './support/wire-judge.ts';

const fullCommands = 20_000;
const batteryCount = 8;
/** Fast enough for a battery of two hours to cross a SOC limit in seconds. */
const plantSpeed = 60;
const lookEveryMs = 100;
const restMs = 2500;
/** The gateway gives an answer up after this; a later one is none. */
const answerWithinMs = 800;
const readHoldingRegisters = 3;

/** Under these faults a write cannot reach the device, or the gateway cannot know that it could. */
const cutting: readonly Fault['kind'][] = [
  'drop',
  'refuse',
  'silent',
  'exception',
  'delay',
  'garbage-bytes',
  'half-answer',
  'wrong-unit',
  'wrong-transaction',
  'ignore-writes',
];
const faults: readonly Fault[] = [
  ...cutting.filter((kind) => kind !== 'delay' && kind !== 'exception').map((kind) => ({ kind })),
  { kind: 'delay', ms: 200 },
  { kind: 'delay', ms: 1500 },
  { kind: 'exception', code: 4 },
  { kind: 'freeze' },
  { kind: 'freeze' },
  { kind: 'garbage' },
  { kind: 'not-implemented' },
  { kind: 'clamp-writes' },
  { kind: 'double-answer' },
  { kind: 'byte-drip' },
] as Fault[];

/** Every way in which the plant gets worse; what moves a limit comes more often than what stops everything. */
const troubles: readonly ((random: Random) => PhysicsPatch)[] = [
  (random) => ({ socPct: random.pick([3, 4.9, 5, 5.3, 6.9, 7, 9.9]) }),
  (random) => ({ socPct: random.pick([90.1, 93, 94.8, 95, 95.2, 97]) }),
  (random) => ({ socPct: random.between(5, 12) }),
  (random) => ({ socPct: random.between(5, 12) }),
  (random) => ({ socPct: random.between(88, 95) }),
  (random) => ({ socPct: random.between(88, 95) }),
  (random) => ({ socPct: random.pick([1.5, 1.9, 98.1, 98.4]) }),
  (random) => ({ cellTempMaxC: random.pick([44.9, 45.2, 50, 54.8, 55.3, 59.9]) }),
  (random) => ({ cellTempMaxC: random.pick([11, 8, 4, 1.7, 1, -5, -18]) }),
  (random) => ({ cellTempMaxC: random.pick([60.1, 60.8, -18.5, -21]) }),
  (random) => ({ statusCode: random.pick([1, 2, 13, 99]) }),
  (random) => ({ estop: random.chance(0.5) }),
  (random) => ({ gridFault: random.chance(0.5) }),
  // These two are the same for every battery.
  (random) => ({ gridFrequencyHz: random.pick([47.3, 47.5, 51.5, 51.7, null, null, null]) }),
  (random) => ({ gridVoltageV: random.pick([350, 360, 440, 450, null, null, null]) }),
];
const wellAgain: PhysicsPatch = {
  socPct: 50,
  cellTempMaxC: 25,
  estop: false,
  gridFault: false,
  statusCode: null,
  gridFrequencyHz: null,
  gridVoltageV: null,
};

/** Tells the judges of each battery what was on the wire. */
class JudgedWire {
  readonly judges = new Map<number, readonly WireJudge[]>();

  readonly request = (request: ModbusFrame): void => {
    const kw = setpointOf(request);
    if (kw === undefined) return;
    for (const judge of this.judges.get(request.unit) ?? []) judge.write(kw, performance.now());
  };

  readonly answer = ({ unit, pdu }: ModbusFrame, answer: Buffer, afterMs: number): void => {
    if (answer.readUInt8(0) !== readHoldingRegisters || afterMs > answerWithinMs) return;
    const words = Array.from({ length: answer.readUInt8(1) / 2 }, (_, index) => answer.readUInt16BE(2 + 2 * index));
    for (const judge of this.judges.get(unit) ?? []) judge.read(pdu.readUInt16BE(1), words, performance.now());
  };
}

/** How often each answer came, by status and by the rule or error that it names. */
class Tally {
  readonly #counts = new Map<number, Map<string, number>>();

  add({ status, body }: Answer): void {
    const reason = String(body['safety_constraint'] ?? body['error'] ?? body['status']);
    const reasons = this.#counts.get(status) ?? new Map<string, number>();
    this.#counts.set(status, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
  }

  ofStatus(status: number): number {
    return [...this.#reasons(status)].reduce((sum, [, count]) => sum + count, 0);
  }

  reasonsOf(status: number): string {
    const mostFirst = [...this.#reasons(status)].sort(([, a], [, b]) => b - a);
    return mostFirst.map(([reason, count]) => `${reason} ${count}`).join(', ');
  }

  #reasons(status: number): ReadonlyMap<string, number> {
    return this.#counts.get(status) ?? new Map<string, number>();
  }
}

/** Drives one battery with random commands while its plant and its connection change at random. */
class RandomBattery {
  readonly judge: WireJudge;
  /** Knows narrower limits than the gateway, so it must object: the proof that the judges see what is on the wire. */
  readonly strictJudge: WireJudge;
  readonly battery: Battery;
  readonly #plant: PlantHandle;
  readonly #client: GatewayClient;
  readonly #random: Random;
  readonly #tally: Tally;
  readonly #open = new Set<Promise<unknown>>();
  #fault: Fault | undefined;
  #faultEndsAt = 0;

  constructor(battery: Battery, { plant, client, stalls }: BatteryPark, random: Random, tally: Tally) {
    const stalledSince = (at: number): number => stalls.since(at);
    this.judge = new WireJudge(stalledSince);
    this.strictJudge = new WireJudge(stalledSince, { socMinPct: 30, socMaxPct: 70 });
    this.battery = battery;
    this.#plant = plant;
    this.#client = client;
    this.#random = random;
    this.#tally = tally;
  }

  /** False while a fault keeps the gateway from the device. */
  get reachable(): boolean {
    return !this.#fault || !cutting.includes(this.#fault.kind);
  }

  async run(commands: number): Promise<void> {
    for (let command = 0; command < commands; command += 1) {
      await this.#disturb();
      const sent = this.#dispatch().finally(() => this.#open.delete(sent));
      this.#open.add(sent);
      if (!this.#random.chance(0.1)) await sent;
      await (this.#random.chance(0.015) ? this.#rest() : sleep(this.#random.between(0, 30)));
    }
    await Promise.all(this.#open);
    await this.#plant.setFault(this.battery.unit, null);
  }

  /** Leaves a setpoint standing while something happens to the battery. */
  async #rest(): Promise<void> {
    await this.#trouble();
    await sleep(restMs);
  }

  async #trouble(): Promise<void> {
    const patch = this.#random.pick(troubles)(this.#random);
    await this.#plant.setPhysics({ unit: this.battery.unit, ...patch });
  }

  async #disturb(): Promise<void> {
    const { unit } = this.battery;
    if (this.#random.chance(0.03)) await this.#trouble();
    if (this.#random.chance(0.03)) await this.#recover();
    if (this.#fault && performance.now() > this.#faultEndsAt) {
      this.#fault = undefined;
      await this.#plant.setFault(unit, null);
    } else if (!this.#fault && this.#random.chance(0.01)) {
      this.#fault = this.#random.pick(faults);
      this.#faultEndsAt = performance.now() + this.#random.pick([200, 500, 1500, 4000, 12_000]);
      await this.#plant.setFault(unit, this.#fault);
    }
  }

  /** The causes go, and an operator lifts what latched; no command is under way meanwhile. */
  async #recover(): Promise<void> {
    await this.#plant.setPhysics({ unit: this.battery.unit, ...wellAgain });
    await Promise.all(this.#open);
    for (const latch of latches) await this.#release(latch);
  }

  async #release(latch: Latch): Promise<void> {
    const { status } = await this.#client.release(latch, this.battery.id);
    if (status !== 200) return;
    this.judge.released(latch);
    this.strictJudge.released(latch);
  }

  async #dispatch(): Promise<void> {
    this.#tally.add(await this.#client.dispatch({ target_kw: this.#target(), device_id: this.battery.id }));
  }

  #target(): unknown {
    const random = this.#random;
    const draws: readonly (() => unknown)[] = [
      () => random.between(-260, 260),
      () => random.between(-260, 260),
      () => random.between(-130, 130),
      () => random.pick([-250, -125, -25, 25, 125, 250]),
      () => random.pick([-250.04, -125.04, 25.04, 125.04, 250.04, 1e308, -5e-324]),
      () => random.between(-20, 20),
      () => 0,
    ];
    return random.chance(0.01) ? random.pick(['100', null, true, [], {}]) : random.pick(draws)();
  }
}

describe('random commands over the wire', () => {
  const commands = scaled(fullCommands);

  it(`lets nothing unsafe through in ${commands} commands under faults (seed ${seed})`, async function () {
    this.timeout(900_000);
    const wire = new JudgedWire();
    const park = await startBatteryPark({ batteries: batteryCount, plant: { seed, speed: plantSpeed }, wire });
    const tally = new Tally();
    const driven = park.batteries.map(
      (battery, index) => new RandomBattery(battery, park, new Random(seed + index), tally),
    );
    for (const { battery, judge, strictJudge } of driven) wire.judges.set(battery.unit, [judge, strictJudge]);
    const look = setInterval(() => void lookAt(driven, park.plant), lookEveryMs);
    try {
      await park.untilReady();
      await Promise.all(driven.map((one) => one.run(Math.ceil(commands / driven.length))));
    } finally {
      clearInterval(look);
      await park.close();
    }

    const found = findingsOf(driven.map(({ judge }) => judge));
    const strict = findingsOf(driven.map(({ strictJudge }) => strictJudge));
    const overtaken = driven.reduce((sum, { judge }) => sum + judge.overtaken, 0);
    printFigures(
      `${tally.ofStatus(200)} accepted, ${tally.ofStatus(422)} refused (${tally.reasonsOf(422)}), ` +
        `${tally.ofStatus(503)} not carried out, unsafe ${found.unsafe.length}, exposure ${found.exposureS} s, ` +
        `overtaken by a poll ${overtaken}, machine stalls ${(park.stalls.totalMs / 1000).toFixed(1)} s ` +
        `(by narrower limits ${strict.unsafe.length} and ${strict.exposureS.toFixed(1)} s)`,
    );
    assert.deepEqual(found, { unsafe: [], exposureS: 0 }, `seed ${seed}`);
    assert.equal(tally.ofStatus(500), 0, `seed ${seed}`);
    assert.ok(tally.ofStatus(200) > commands / 10, 'hardly a command was accepted');
    assert.ok(tally.ofStatus(422) > commands / 10, 'hardly a command was refused');
    assert.ok(strict.unsafe.length > 0, 'a judge of narrower limits must object');
  });
});

function findingsOf(judges: readonly WireJudge[]): { readonly unsafe: UnsafeWrite[]; readonly exposureS: number } {
  const exposureMs = judges.reduce((sum, judge) => sum + judge.exposureMs, 0);
  return { unsafe: judges.flatMap(({ unsafe }) => unsafe), exposureS: exposureMs / 1000 };
}

async function lookAt(driven: readonly RandomBattery[], plant: PlantHandle): Promise<void> {
  const { units } = await plant.snapshot();
  const at = performance.now();
  for (const { battery, judge, strictJudge, reachable } of driven) {
    const standingKw = units[battery.unit]!.points['power_setpoint']!;
    for (const each of [judge, strictJudge]) each.stands(standingKw, reachable, at);
  }
}
