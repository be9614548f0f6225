import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { AlarmAction } from '../../nodes/alarms/alarm-action.ts';
import {
  type AlarmBehaviour,
  alarmEventNames,
  type AlarmEventName,
  normalFacts,
  transition,
} from '../../nodes/alarms/alarm-state.ts';
import { stateNames } from '../../nodes/alarms/alarm.ts';
import { alarmStatistics } from '../../nodes/alarms/alarm-statistics.ts';
import { BusbarError } from '../../nodes/kernel/index.ts';
import { asModel, type ModelState, modelLetter, modelStep } from '../unit/alarms/alarm-model.fixture.ts';
import { AlarmRig } from '../unit/alarms/alarm-site.fixture.ts';
import { Random } from './support/random.ts';

const scale = Number(process.env.BUSBAR_FAULT_SCALE ?? 1);
const seed = Number(process.env.BUSBAR_FAULT_SEED ?? Date.now() % 2 ** 32);

/** At scale 1; `npm test` runs a tenth. */
const fullMachineEvents = 1_000_000;
const fullServiceEvents = 100_000;
const eventsPerAlarm = 250;
/** The service looks at its shelves once a second, and writes what is left of them every ten. */
const tickMs = 1000;
const shelfWriteMs = 10_000;
const hourMs = 3_600_000;
const sensorId = 21;

const behaviours: readonly AlarmBehaviour[] = [
  { latching: false, autoAcknowledge: false },
  { latching: true, autoAcknowledge: false },
  { latching: false, autoAcknowledge: true },
];

const actions: Readonly<Record<AlarmAction, AlarmEventName>> = {
  acknowledge: 'ack',
  shelve: 'shelve',
  unshelve: 'unshelve',
  suppress: 'suppress',
  unsuppress: 'unsuppress',
  out_of_service: 'out_of_service',
  in_service: 'in_service',
  reset: 'reset',
};
const actionNames = Object.keys(actions) as AlarmAction[];

/** A shelf as it was granted, and what has happened to it since. */
interface Grant {
  readonly ms: number;
  readonly at: number;
  /** Time in which the gateway ran. */
  ranMs: number;
  wallAheadMs: number;
  restarts: number;
}

/** One alarm from its first event on: the service and the model side by side, through restarts, clock steps and failures. */
class Walk {
  readonly rig = new AlarmRig();
  readonly #random: Random;
  readonly #behaviour: AlarmBehaviour;
  readonly #feed: string[] = [];
  #model: ModelState = asModel(normalFacts);
  #severe = false;
  #grant: Grant | undefined;
  #seen = 0;
  #realMs = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#behaviour = random.pick(behaviours);
  }

  async run(events: number): Promise<void> {
    await this.rig.start();
    await this.#condition(true);
    this.#compare();
    for (let event = 0; event < events; event++) {
      await this.#step();
      this.#compare();
    }
    const { clock, memory, service } = this.rig;
    assert.deepEqual(await service.statistics(), alarmStatistics(memory.events, clock.now()));
    await service.stop();
  }

  #step(): Promise<void> {
    const moves = [
      () => this.#condition(true),
      () => this.#condition(false),
      () => this.#act(),
      () => this.#act(),
      () => this.#act(),
      () => this.#wait(this.#random.pick([1, 5, 60, 1800, 4000]) * 1000),
      () => this.#stepWall(),
      () => this.#restart(),
      () => this.#outage(),
    ];
    return this.#random.pick(moves)();
  }

  async #condition(active: boolean): Promise<void> {
    const severe = active && this.#random.chance(0.5);
    if (this.#random.chance(0.1)) this.rig.memory.failure = 'after';
    const priority = severe ? 'P2' : 'P3';
    await this.rig.set(sensorId, active, { priority, behaviour: this.#behaviour });
    // A write whose outcome is unknown is looked up within a second.
    await this.#wait(tickMs);
    this.rig.memory.failure = undefined;
    this.#follow(active, severe);
  }

  #follow(active: boolean, severe: boolean): void {
    if (active && this.#model.in && severe && !this.#severe) this.#expect('escalate');
    else this.#expect(active ? 'cond_on' : 'cond_off');
    if (active) this.#severe = severe;
  }

  async #act(): Promise<void> {
    const action = this.#random.pick(actionNames);
    const oneShot = action === 'shelve' && this.#random.chance(0.3);
    const ms = this.#random.pick([60_000, 2 * hourMs, 20 * hourMs]);
    const event = oneShot ? 'shelve_once' : actions[action];
    const mute = this.#random.chance(0.1);
    if (mute) this.rig.memory.failure = 'before';
    const before = this.#model;
    const expected = modelStep(before, event, this.#behaviour);
    const changes = expected.code === 200 && JSON.stringify(expected.state) !== JSON.stringify(before);
    const code = await this.rig.act(action, sensorId, { oneShot, durationHours: ms / hourMs }).then(
      () => 200,
      (thrown: unknown) => (thrown instanceof BusbarError ? thrown.status : 500),
    );
    this.rig.memory.failure = undefined;
    assert.equal(code, mute && changes ? 503 : expected.code, `${event} in ${modelLetter(before)}`);
    if (code !== 200) return;
    this.#expect(event);
    if (this.#model.shelf > 0 && before.shelf === 0) {
      this.#grant = { ms, at: this.#realMs, ranMs: 0, wallAheadMs: 0, restarts: 0 };
    }
  }

  async #wait(ms: number): Promise<void> {
    this.#realMs += ms;
    if (this.#grant) this.#grant.ranMs += ms;
    await this.rig.advance(ms);
    this.#followExpiry();
  }

  async #stepWall(): Promise<void> {
    const ms = this.#random.pick([-24, -1, -0.01, 0.01, 1, 24]) * hourMs;
    this.rig.clock.stepWall(ms);
    if (this.#grant) this.#grant.wallAheadMs += Math.max(0, ms);
    await this.#wait(tickMs);
  }

  async #restart(): Promise<void> {
    const downMs = this.#random.pick([0, 5000, hourMs]);
    const wallStepMs = this.#random.pick([0, 0, -24 * hourMs, -hourMs, hourMs]);
    this.#realMs += downMs;
    if (this.#grant) {
      this.#grant.restarts += 1;
      this.#grant.wallAheadMs += Math.max(0, wallStepMs);
    }
    await this.rig.restart({ downMs, wallStepMs });
    this.#followExpiry();
    // A shelf that ended meanwhile is lifted before anybody can listen.
    this.#feed.length = 0;
    this.#expect('restart');
  }

  /** Conditions come while nothing can be written; they count when it can. */
  async #outage(): Promise<void> {
    this.rig.memory.failure = 'before';
    const said = Array.from({ length: 1 + Math.floor(this.#random.between(0, 4)) }, () => this.#random.chance(0.5));
    for (const active of said) {
      await this.rig.set(sensorId, active, { priority: 'P3', behaviour: this.#behaviour });
    }
    assert.deepEqual(this.rig.heard(), []);
    this.rig.memory.failure = undefined;
    await this.#wait(tickMs);
    for (const active of said) this.#follow(active, false);
  }

  /** Takes over the moment at which a shelf ended, and judges it. */
  #followExpiry(): void {
    const records = this.rig.memory.records.slice(this.#seen);
    const expired = records.some(({ reason }) => reason === 'the shelf has ended');
    const grant = this.#grant;
    if (!expired) {
      const overdue = grant && this.#model.shelf > 0 && grant.ranMs >= grant.ms + tickMs;
      assert.ok(!overdue, `a shelf of ${grant?.ms} ms lasts after ${grant?.ranMs} ms`);
      return;
    }
    assert.ok(grant, 'a shelf ended that was never granted');
    const least = grant.ms - grant.restarts * shelfWriteMs;
    const passed = this.#realMs - grant.at + grant.wallAheadMs;
    assert.ok(passed >= least, `a shelf of ${grant.ms} ms ended after ${passed} ms`);
    this.#grant = undefined;
    this.#expect('expire');
  }

  #expect(event: AlarmEventName): void {
    this.#seen = this.rig.memory.records.length;
    const { state, feed } = modelStep(this.#model, event, this.#behaviour);
    this.#model = state;
    if (state.shelf === 0) this.#grant = undefined;
    if (feed !== null) this.#feed.push(feed);
  }

  #compare(): void {
    const told = this.rig.notices.map(({ event }) => event);
    assert.deepEqual(told, this.#feed.splice(0), `feed in ${modelLetter(this.#model)}`);
    this.rig.notices = [];
    const [state] = this.rig.states(sensorId);
    assert.equal(state, stateNames[modelLetter(this.#model) as keyof typeof stateNames]);
  }
}

/** How often the machine and its model disagree in a walk through each configuration. */
function differences(machine: typeof transition, events: number): number {
  const random = new Random(seed);
  let found = 0;
  for (const behaviour of behaviours) {
    let facts = normalFacts;
    for (let step = 0; step < events / behaviours.length; step++) {
      const event = random.pick(alarmEventNames);
      const after = machine(facts, event, behaviour);
      const actual = { state: asModel(after.facts), feed: after.announcement, code: after.refused ? 409 : 200 };
      if (!isDeepStrictEqual(actual, modelStep(asModel(facts), event, behaviour))) found += 1;
      facts = after.facts;
    }
  }
  return found;
}

describe('alarms in random walks', function () {
  this.timeout(240_000);

  it(`the machine agrees with its model in ${fullMachineEvents * scale} events (seed ${seed})`, () => {
    assert.equal(differences(transition, fullMachineEvents * scale), 0);
  });

  const blind: readonly [what: string, broken: typeof transition][] = [
    [
      'a shelf ends in silence',
      (facts, event, behaviour) => {
        const after = transition(facts, event, behaviour);
        return event === 'expire' ? { ...after, announcement: null } : after;
      },
    ],
    [
      'an acknowledgement outlives a suppression',
      (facts, event, behaviour) => {
        const after = transition(facts, event, behaviour);
        return event === 'unsuppress' ? { ...after, facts: { ...after.facts, acked: facts.acked } } : after;
      },
    ],
  ];
  for (const [what, broken] of blind) {
    it(`sees it when ${what}`, () => assert.ok(differences(broken, 10_000) > 0));
  }

  it(`the service agrees in ${fullServiceEvents * scale} events with restarts, clock steps and failures (seed ${seed})`, async () => {
    const random = new Random(seed);
    for (let done = 0; done < fullServiceEvents * scale; done += eventsPerAlarm) {
      await new Walk(random).run(eventsPerAlarm).catch((thrown: unknown) => {
        throw new Error(`seed ${seed}, after ${done} events: ${String(thrown)}`, { cause: thrown });
      });
    }
  });
});
