import { asBusbarError, type Clock, defineService, SerialQueue, textOf, type Timer } from '../kernel/index.ts';
import type { SiteDirectory } from '../site/index.ts';
import { type Alarm, isStanding } from './alarm.ts';
import { type ActionRequest, changeByAction, chooseAlarm, eventOfAction } from './alarm-action.ts';
import type { AlarmBody, LastReading } from './alarm-body.ts';
import { errors } from './alarm-errors.ts';
import { type AlarmEvent, eventOf, kindOf } from './alarm-event.ts';
import { AlarmJournal, itself } from './alarm-journal.ts';
import { AlarmFeed, type AlarmListener } from './alarm-feed.ts';
import { type AlarmFilter, isVisible, selectAlarms } from './alarm-list.ts';
import type { AlarmLog } from './alarm-log.ts';
import { AlarmRegister, type AlarmTables } from './alarm-register.ts';
import { letterOf } from './alarm-state.ts';
import { type AlarmStatistics, alarmStatistics, statisticsSpanMs } from './alarm-statistics.ts';
import { CascadeSuppression } from './cascade-suppression.ts';
import { type AlarmChange, changeAlarm, restateAlarm } from './change-alarm.ts';
import { type AlarmDefinition, type Condition, detailsOfCondition, eventOfCondition } from './condition.ts';
import { shelfWriteMs } from './shelf.ts';
import { ShelfKeeper } from './shelf-keeper.ts';
import { WaitingConditions } from './waiting-conditions.ts';

export interface AlarmServiceOptions {
  readonly clock: Clock;
  readonly store: AlarmTables;
  readonly log: AlarmLog;
  readonly directory: SiteDirectory;
  /** The newest reading of a sensor. */
  readonly lastReading?: (sensorId: number) => LastReading | undefined;
  readonly report: (text: string) => void;
}

export interface AlarmPage {
  readonly total: number;
  readonly standing: number;
  readonly alarms: readonly AlarmBody[];
}

const tickMs = 1000;

/** The alarms of the running gateway. */
export const alarmService = defineService<AlarmService>('alarm machine');

/**
 * The one owner of alarm state. Sources tell conditions, operators act; each change is durable before anybody learns of
 * it. While the store cannot write, conditions wait in memory and operators are refused.
 */
export class AlarmService {
  readonly #options: AlarmServiceOptions;
  readonly #register: AlarmRegister;
  readonly #journal: AlarmJournal;
  readonly #shelves: ShelfKeeper;
  readonly #cascade: CascadeSuppression;
  readonly #feed: AlarmFeed;
  readonly #waiting = new WaitingConditions();
  readonly #timers: readonly Timer[];
  #ticking = false;
  #failing = false;
  /** A change is judged on the state that the one before it made durable. */
  readonly #work = new SerialQueue();

  /** Restores every alarm as it was, and lifts the shelves that have ended meanwhile. */
  static async start(options: AlarmServiceOptions): Promise<AlarmService> {
    const { clock, store, directory, log } = options;
    const register = await AlarmRegister.open(store, directory);
    const events = await log.since(clock.now() - statisticsSpanMs);
    const service = new AlarmService(options, register, events);
    await service.#tick();
    return service;
  }

  private constructor(options: AlarmServiceOptions, register: AlarmRegister, events: readonly AlarmEvent[]) {
    const { clock, store, log, directory } = options;
    this.#options = options;
    this.#register = register;
    this.#journal = new AlarmJournal({ store, log, register, onChange: (change) => this.#changed(change) });
    this.#cascade = new CascadeSuppression({ clock, register, journal: this.#journal, model: directory.model });
    this.#feed = new AlarmFeed(options, register, events);
    this.#shelves = new ShelfKeeper({ clock, store, register, journal: this.#journal });
    this.#timers = [
      clock.every(tickMs, () => void this.#tick()),
      clock.every(shelfWriteMs, () => void this.#work.run(() => this.#shelves.writeRemaining()).catch(() => undefined)),
    ];
  }

  /** Stores and numbers alarms before they are raised, so that an operator can shelve them. Rejects as the store does. */
  define(definitions: readonly AlarmDefinition[]): Promise<readonly Alarm[]> {
    return this.#work.run(() => this.#register.define(definitions, this.#options.clock.now()));
  }

  /** Takes in what a source says; it needs to say it only when it changes. Throws `unknown_sensor`. */
  setCondition(condition: Condition): void {
    const { sensor } = condition;
    if (typeof sensor === 'number' && !this.#register.knowsSensor(sensor)) {
      throw errors.unknown_sensor({ field: 'sensor', value: sensor });
    }
    this.#waiting.add({ ...condition, at: condition.at ?? this.#options.clock.now() });
    void this.#work.run(() => this.#settle()).catch((thrown: unknown) => this.#couldNot(thrown));
  }

  /** The alarm that a source has on a sensor, if it was ever defined. */
  find(name: Pick<AlarmDefinition, 'sensor' | 'source'>): Alarm | undefined {
    return this.#register.find(name);
  }

  /** All alarms of a source. */
  ofSource(source: string): readonly Alarm[] {
    return this.#register.all().flatMap(({ alarm }) => (alarm.source === source ? [alarm] : []));
  }

  /**
   * An operator's action. Throws `unknown_sensor`, `unknown_alarm` (404), `no_alarm`, `wrong_alarm_state`,
   * `suppressed_by_cause` (409), `bad_alarm_input` (422), `alarm_not_recorded` (503).
   */
  act(request: ActionRequest): Promise<AlarmBody> {
    return this.#work.run(() => this.#act(request));
  }

  list(filter: AlarmFilter, page: { readonly offset: number; readonly limit: number }): AlarmPage {
    const { total, standing, rows } = selectAlarms(this.#register.all(), filter, page);
    return { total, standing, alarms: rows.map(({ alarm }) => this.#feed.bodyOf(alarm)) };
  }

  /** How many alarms stand, and how many of them nobody has acknowledged. */
  counts(): { readonly standing: number; readonly unacknowledged: number } {
    const standing = this.#register.all().filter(({ alarm }) => isStanding(letterOf(alarm.facts)));
    return { standing: standing.length, unacknowledged: standing.filter(({ alarm }) => !alarm.facts.acked).length };
  }

  /** From the event log, of the alarms that pass the filter's block and sites. */
  async statistics(filter: Pick<AlarmFilter, 'blockSlug' | 'siteCodes'> = {}): Promise<AlarmStatistics> {
    const now = this.#options.clock.now();
    const events = await this.#options.log.since(now - statisticsSpanMs);
    const shown = this.#register.all().filter(({ place }) => {
      return isVisible(place, filter.siteCodes) && (filter.blockSlug ?? place.blockSlug) === place.blockSlug;
    });
    const ids = new Set(shown.map(({ alarm }) => alarm.id));
    const states = shown.map(({ alarm, place }) => {
      return eventOf(alarm, place, { from: letterOf(alarm.facts), announcement: null });
    });
    return alarmStatistics([...events.filter(({ alarmId }) => ids.has(alarmId)), ...states], now);
  }

  /** Calls back for each change that an operator should see, in order. Returns the function that unsubscribes. */
  subscribe(listener: AlarmListener): () => void {
    return this.#feed.subscribe(listener);
  }

  /** Resolves when everything that was said so far is durable, or waits for the store. */
  async settled(): Promise<void> {
    await this.#work.settled();
  }

  /** Ends after what was already said. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    await this.settled();
  }

  async #act(request: ActionRequest): Promise<AlarmBody> {
    try {
      const chosen = chooseAlarm(this.#register.candidates(request), request);
      const alarm = (await this.#journal.current(chosen.id)) ?? chosen;
      const { requester, reason } = request;
      const change = changeByAction(alarm, request, this.#options.clock.now());
      if (change) {
        const kind = kindOf(eventOfAction(request), letterOf(change.alarm.facts));
        await this.#journal.commit(change, { kind, requester, reason });
      }
      await this.#cascade.run().catch((thrown: unknown) => this.#couldNot(thrown));
      return this.#feed.bodyOf(this.#register.get(alarm.id) ?? alarm);
    } catch (thrown) {
      const error = asBusbarError(thrown);
      throw error.status === 503 ? errors.alarm_not_recorded({ reason: error.message }) : error;
    }
  }

  /** Brings the alarms to the conditions that wait. */
  async #settle(): Promise<void> {
    for (let next = this.#waiting.next(); next; next = this.#waiting.next()) {
      try {
        await this.#take(next);
      } catch (thrown) {
        // What the store cannot write now it may write later; anything else would fail forever.
        if (asBusbarError(thrown).status === 503) throw thrown;
        this.#options.report(`a condition of ${next.source} was not taken: ${textOf(thrown)}`);
      }
      this.#waiting.done(next);
      await this.#cascade.run();
    }
    this.#failing = false;
  }

  async #take(condition: Condition): Promise<void> {
    const at = condition.at ?? this.#options.clock.now();
    const [defined] = await this.#register.define([condition], at);
    const alarm = defined && (await this.#journal.current(defined.id));
    const event = alarm && eventOfCondition(alarm, condition);
    if (!event) return;
    const details = detailsOfCondition(alarm, condition, at);
    const cause = { requester: { ...itself, source: condition.source }, reason: condition.message ?? null };
    if (event === 'restate') {
      await this.#journal.commit(restateAlarm(alarm, at, details), { ...cause, kind: 'alarm_raised' });
      return;
    }
    const hidden = event === 'cond_on' ? await this.#cascade.suppress(alarm, at) : alarm;
    const change = changeAlarm(hidden, event, at, details);
    // Only hidden alarms are not escalated: they take the new level in silence.
    const made = change && change !== 'refused' ? change : restateAlarm(hidden, at, details);
    await this.#journal.commit(made, { ...cause, kind: kindOf(event, letterOf(made.alarm.facts)) });
  }

  /** Lifts shelves that have ended and tries again what waits for the store. */
  async #tick(): Promise<void> {
    if (this.#ticking) return;
    this.#ticking = true;
    const job = async (): Promise<void> => {
      await this.#journal.settle();
      await this.#shelves.liftEnded();
      await this.#settle();
      await this.#cascade.run();
    };
    await this.#work.run(job).catch((thrown: unknown) => this.#couldNot(thrown));
    this.#ticking = false;
  }

  #changed(change: AlarmChange): void {
    this.#cascade.noteChange();
    this.#shelves.note(change.alarm);
    this.#feed.announce(change);
  }

  #couldNot(thrown: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#options.report(`alarms wait in memory: ${textOf(thrown)}`);
  }
}
