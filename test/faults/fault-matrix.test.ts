import assert from 'node:assert/strict';
import type { Fault, PlantHandle } from '../../nodes/plant/index.ts';
import type { ModbusFrame } from '../../nodes/plant/modbus-frame.ts';
import { type BatteryPark, setpointOf, startBatteryPark } from './support/battery-park.ts';
import type { Battery } from './support/battery-site.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import type { Answer } from './support/gateway-client.ts';
import { Random } from './support/random.ts';
import { sleep, until } from './support/wait.ts';

/**
 * What a fault does to a battery that the gateway drives:
 * - stops: the telemetry can no longer be trusted, so a stop rule fires and no power is left standing;
 * - deaf: telemetry goes on, but commands are not taken;
 * - reboots: the battery comes back by itself, at rest;
 * - none: the gateway must go on as if nothing was.
 */
type Effect = 'stops' | 'deaf' | 'reboots' | 'none';

const faults: readonly (readonly [Fault, Effect])[] = [
  [{ kind: 'drop' }, 'stops'],
  [{ kind: 'refuse' }, 'stops'],
  [{ kind: 'silent' }, 'stops'],
  [{ kind: 'delay', ms: 2000 }, 'stops'],
  [{ kind: 'exception', code: 4 }, 'stops'],
  [{ kind: 'freeze' }, 'stops'],
  [{ kind: 'garbage' }, 'stops'],
  [{ kind: 'garbage-bytes' }, 'stops'],
  [{ kind: 'not-implemented' }, 'stops'],
  [{ kind: 'half-answer' }, 'stops'],
  [{ kind: 'wrong-unit' }, 'stops'],
  [{ kind: 'wrong-transaction' }, 'stops'],
  [{ kind: 'ignore-writes' }, 'deaf'],
  [{ kind: 'restart' }, 'reboots'],
  [{ kind: 'clamp-writes' }, 'none'],
  [{ kind: 'double-answer' }, 'none'],
  [{ kind: 'byte-drip' }, 'none'],
];
const states = ['idle', 'charging', 'discharging', 'dispatch in flight'] as const;
type State = (typeof states)[number];

/** The stale limit of a device that is polled each second, and the guard cycle in which it is noticed. */
const stopWithinMs = 10_000 + 1000;
const faultMs = 12_000;
const recoverWithinMs = 10_000;
const stopRules = ['disconnected', 'stale_telemetry', 'invalid_telemetry', 'estop', 'device_fault', 'watchdog'];
/** The plant serves 64 connections; each battery has one and may open another before the old one is gone. */
const batteriesAtOnce = 2 * faults.length;

interface Sent {
  readonly unit: number;
  readonly kw: number;
  /** What stood on the battery at that moment. */
  readonly trueKw: number;
}

/** Sees every setpoint on its way to the plant and can let a fault begin with it. */
class SetpointWire {
  readonly sent: Sent[] = [];
  readonly #armed = new Map<number, () => void>();
  truth: (unit: number) => number = () => 0;

  /** Runs `action` when the next setpoint for this unit is on the wire, before the device sees it. */
  arm(unit: number, action: () => void): void {
    this.#armed.set(unit, action);
  }

  readonly request = (request: ModbusFrame): void => {
    const kw = setpointOf(request);
    if (kw === undefined) return;
    const { unit } = request;
    this.sent.push({ unit, kw, trueKw: this.truth(unit) });
    this.#armed.get(unit)?.();
    this.#armed.delete(unit);
  };
}

/** What every battery really does, ten times a second. */
class Truth {
  readonly #timer: NodeJS.Timeout;
  #units: Readonly<Record<number, { readonly points: Readonly<Record<string, number | null>> }>> = {};

  constructor(plant: PlantHandle) {
    this.#timer = setInterval(() => void this.#look(plant), 100);
  }

  setpointKw(unit: number): number {
    return this.#units[unit]?.points['power_setpoint'] ?? 0;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(plant: PlantHandle): Promise<void> {
    this.#units = (await plant.snapshot()).units;
  }
}

interface Commanded {
  readonly kw: number;
  readonly answer: Answer;
}

interface Figures {
  readonly stoppedAfterMs: number | undefined;
  readonly recoveredAfterMs: number;
}

/** One battery, one fault, one state that it meets the battery in. */
class MatrixCase {
  readonly name: string;
  readonly battery: Battery;
  readonly #fault: Fault;
  readonly #effect: Effect;
  readonly #state: State;
  readonly #park: BatteryPark;
  readonly #wire: SetpointWire;
  readonly #truth: Truth;
  readonly #commanded: number[] = [];

  constructor(
    { fault: [fault, effect], state }: Combination,
    battery: Battery,
    { park, wire, truth }: { park: BatteryPark; wire: SetpointWire; truth: Truth },
  ) {
    this.name = `${fault.kind} × ${state}`;
    this.battery = battery;
    this.#fault = fault;
    this.#effect = effect;
    this.#state = state;
    this.#park = park;
    this.#wire = wire;
    this.#truth = truth;
  }

  async run(): Promise<Figures> {
    const standingKw = await this.#enterState();
    const { inFlight } = await this.#beginFault();
    const begunAt = performance.now();
    const stopped = this.#effect === 'none' ? undefined : await this.#untilStopped();
    if (this.#effect === 'none') await sleep(stopWithinMs);
    await this.#checkStanding(standingKw, await inFlight);
    await this.#checkCommandUnderFault();
    await sleep(Math.max(0, begunAt + faultMs - performance.now()));
    await this.#park.plant.setFault(this.battery.unit, null);
    const { answer: recoveredKw, afterMs } = await until(() => this.#recover(), {
      what: 'a command carried out after the fault',
      withinMs: recoverWithinMs,
      excusedMs: this.#stalls(),
      everyMs: 250,
    });
    assert.equal(await this.#trueSetpointKw(), recoveredKw, 'the setpoint after recovery');
    this.#checkWire();
    return { stoppedAfterMs: stopped, recoveredAfterMs: afterMs };
  }

  /** The setpoint that stands when the fault begins, kW. */
  async #enterState(): Promise<number> {
    if (this.#state === 'idle') return 0;
    const { kw, answer } = await this.#command(this.#state === 'discharging' ? -1 : 1);
    assert.equal(answer.status, 200, `the command before the fault: ${JSON.stringify(answer.body)}`);
    await sleep(1500);
    return kw;
  }

  /** Lets the fault begin, in flight with the very write of a command that is still to be answered. */
  async #beginFault(): Promise<{ readonly inFlight?: Promise<Commanded> }> {
    const { plant } = this.#park;
    if (this.#state !== 'dispatch in flight') {
      await plant.setFault(this.battery.unit, this.#fault);
      return {};
    }
    const begun = new Promise<void>((resolve) => {
      this.#wire.arm(this.battery.unit, () => void plant.setFault(this.battery.unit, this.#fault).then(resolve));
    });
    const inFlight = this.#command(-1);
    // A command that is refused before it is written would never begin the fault.
    await Promise.race([begun, inFlight]);
    return { inFlight };
  }

  /** No power is left standing, by the gateway's hand or, when it has no way to the device, by the device's watchdog. */
  async #untilStopped(): Promise<number> {
    const { afterMs } = await until(() => this.#truth.setpointKw(this.battery.unit) === 0, {
      what: 'the setpoint is zero',
      withinMs: stopWithinMs,
      excusedMs: this.#stalls(),
    });
    await sleep(Math.max(0, stopWithinMs - afterMs));
    return afterMs;
  }

  async #checkStanding(standingKw: number, inFlight: Commanded | undefined): Promise<void> {
    const trueKw = await this.#trueSetpointKw();
    if (this.#effect !== 'none') {
      assert.equal(trueKw, 0, 'no power stands under the fault');
      return;
    }
    if (inFlight) assert.equal(inFlight.answer.status, 200, JSON.stringify(inFlight.answer.body));
    assert.equal(trueKw, inFlight?.kw ?? standingKw, 'the setpoint stands on');
  }

  async #checkCommandUnderFault(): Promise<void> {
    const { answer } = await this.#command(1);
    const { status, body } = answer;
    const text = `under the fault: ${status} ${JSON.stringify(body)}`;
    switch (this.#effect) {
      case 'none':
      case 'reboots':
        assert.equal(status, 200, text);
        break;
      case 'deaf':
        assert.equal(status, 503, text);
        break;
      case 'stops':
        assert.ok(status === 503 || status === 422, text);
        if (status === 422) assert.ok(stopRules.includes(String(body['safety_constraint'])), text);
    }
  }

  /** The power of a command that was carried out; undefined while the device is not driven again. */
  async #recover(): Promise<number | undefined> {
    const { kw, answer } = await this.#command(1);
    if (answer.status === 200) return kw;
    // What garbage latched is released by an operator as soon as the cause is gone.
    const constraint = answer.body['safety_constraint'];
    if (typeof constraint === 'string') await this.#park.client.release(constraint, this.battery.id);
    return undefined;
  }

  /** What the machine has stalled from now on. */
  #stalls(): () => number {
    const from = performance.now();
    return () => this.#park.stalls.since(from);
  }

  /** Each command has a power of its own, so that every write on the wire can be told from every other. */
  async #command(direction: 1 | -1): Promise<Commanded> {
    const kw = direction * (50 + this.#commanded.length);
    this.#commanded.push(kw);
    return { kw, answer: await this.#park.client.dispatch({ target_kw: kw, device_id: this.battery.id }) };
  }

  async #trueSetpointKw(): Promise<number> {
    return (await this.#park.plant.snapshot()).units[this.battery.unit]!.points['power_setpoint']!;
  }

  #checkWire(): void {
    const sent = this.#wire.sent.filter(({ unit }) => unit === this.battery.unit);
    for (const kw of this.#commanded) {
      const times = sent.filter((write) => write.kw === kw).length;
      assert.ok(times <= 1, `the command of ${kw} kW was written ${times} times`);
    }
    for (const { kw, trueKw } of sent.filter((write) => !this.#commanded.includes(write.kw))) {
      assert.ok(Math.abs(kw) <= Math.abs(trueKw), `the gateway by itself wrote ${kw} kW over ${trueKw} kW`);
    }
  }
}

interface Combination {
  readonly fault: (typeof faults)[number];
  readonly state: State;
}

/** All combinations; a share of them still has every fault once, in states that the seed draws. */
function combinations(): Combination[] {
  const all = faults.flatMap((fault) => states.map((state) => ({ fault, state })));
  const count = scaled(all.length);
  if (count >= all.length) return all;
  const random = new Random(seed);
  const rounds = Math.max(1, Math.floor(count / faults.length));
  return Array.from({ length: rounds }, () => faults.map((fault) => ({ fault, state: random.pick(states) }))).flat();
}

describe('fault matrix of the device side', function () {
  this.timeout(300_000);
  const cases = combinations();

  it(`survives ${cases.length} of ${faults.length} faults × ${states.length} states (seed ${seed})`, async () => {
    const figures: Figures[] = [];
    const failures: string[] = [];
    for (let from = 0; from < cases.length; from += batteriesAtOnce) {
      await runAtOnce(cases.slice(from, from + batteriesAtOnce), figures, failures);
    }
    assert.deepEqual(failures, []);
    const slowest = (times: readonly (number | undefined)[]) => Math.max(...times.map((ms) => ms ?? 0)) / 1000;
    const stop = slowest(figures.map(({ stoppedAfterMs }) => stoppedAfterMs)).toFixed(1);
    const recovery = slowest(figures.map(({ recoveredAfterMs }) => recoveredAfterMs)).toFixed(1);
    printFigures(
      `${figures.length} cases, 0 crashes, power gone after ${stop} s at most, recovered after ${recovery} s at most, 0 writes twice`,
    );
  });
});

async function runAtOnce(combinations: readonly Combination[], figures: Figures[], failures: string[]): Promise<void> {
  const wire = new SetpointWire();
  const park = await startBatteryPark({ batteries: combinations.length, plant: { seed }, wire });
  const truth = new Truth(park.plant);
  wire.truth = (unit) => truth.setpointKw(unit);
  try {
    await park.untilReady();
    const { pid } = park.gateway;
    const cases = combinations.map((one, index) => new MatrixCase(one, park.batteries[index]!, { park, wire, truth }));
    const watch = new HealthWatch(park);
    const outcomes = await Promise.allSettled(cases.map((one) => one.run()));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') figures.push(outcome.value);
      else failures.push(`${cases[index]!.name}: ${String(outcome.reason)}`);
    }
    failures.push(...(await watch.end()));
    if (park.gateway.pid !== pid) failures.push('the gateway was started anew');
  } finally {
    truth.close();
    await park.close();
  }
}

/** Asks for the gateway's health all the while: a gateway that hangs or is gone does not answer. */
class HealthWatch {
  readonly #failures: string[] = [];
  readonly #watching: Promise<void>;
  #ended = false;

  constructor(park: BatteryPark) {
    this.#watching = this.#watch(park);
  }

  async end(): Promise<readonly string[]> {
    this.#ended = true;
    await this.#watching;
    return this.#failures;
  }

  async #watch({ client, stalls }: BatteryPark): Promise<void> {
    while (!this.#ended) {
      const askedAt = performance.now();
      await client.health().catch((thrown: unknown) => this.#failures.push(`health: ${String(thrown)}`));
      const tookMs = performance.now() - askedAt - stalls.since(askedAt);
      if (tookMs > 1000) this.#failures.push(`health answered after ${Math.round(tookMs)} ms`);
      await sleep(250);
    }
  }
}
