export type Shelf = 'none' | 'timed' | 'one-shot';

/** The state of one alarm: six facts side by side, as OPC 10000-9 keeps them. The letter of ISA-18.2 is derived. */
export interface AlarmFacts {
  /** The condition stands, after deadband and delays. */
  readonly cond: boolean;
  readonly acked: boolean;
  /** A latching alarm that nobody has reset. */
  readonly latched: boolean;
  readonly shelf: Shelf;
  /** Suppressed by design. */
  readonly suppressed: boolean;
  readonly outOfService: boolean;
}

/** How an alarm is configured. */
export interface AlarmBehaviour {
  readonly latching: boolean;
  /** An event that no operator has to acknowledge. */
  readonly autoAcknowledge: boolean;
}

/** The states of ISA-18.2, E and F added by vendors for latching alarms. */
export type AlarmLetter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I';

/** What the live feed tells. */
export type Announcement = 'alarm_raised' | 'alarm_acked' | 'alarm_cleared' | 'alarm_shelved';

export interface Transition {
  readonly facts: AlarmFacts;
  readonly announcement: Announcement | null;
  /** The event is not allowed in this state; nothing changed. */
  readonly refused: boolean;
}

export const normalFacts: AlarmFacts = {
  cond: false,
  acked: true,
  latched: false,
  shelf: 'none',
  suppressed: false,
  outOfService: false,
};

export function letterOf(facts: AlarmFacts): AlarmLetter {
  if (facts.outOfService) return 'I';
  if (facts.suppressed) return 'H';
  if (facts.shelf !== 'none') return 'G';
  if (facts.cond) return facts.acked ? 'C' : 'B';
  if (facts.latched) return facts.acked ? 'F' : 'E';
  return facts.acked ? 'A' : 'D';
}

function isHidden(facts: AlarmFacts): boolean {
  return facts.outOfService || facts.suppressed || facts.shelf !== 'none';
}

type Handler = (facts: AlarmFacts, behaviour: AlarmBehaviour) => Transition;

const handlers = {
  cond_on: conditionOn,
  cond_off: conditionOff,
  escalate,
  ack: acknowledge,
  reset,
  shelve: (facts) => shelve(facts, 'timed', 'ABCDEF'),
  shelve_once: (facts) => shelve(facts, 'one-shot', 'BC'),
  unshelve: (facts, behaviour) => (facts.shelf === 'none' ? refused(facts) : endShelf(facts, behaviour)),
  expire: (facts, behaviour) => (facts.shelf === 'none' ? unchanged(facts) : endShelf(facts, behaviour)),
  suppress: (facts) => hide(facts, 'suppressed'),
  unsuppress: (facts, behaviour) => show(facts, 'suppressed', behaviour),
  out_of_service: (facts) => hide(facts, 'outOfService'),
  in_service: (facts, behaviour) => show(facts, 'outOfService', behaviour),
  restart: unchanged,
} satisfies Record<string, Handler>;

export type AlarmEventName = keyof typeof handlers;
export const alarmEventNames = Object.keys(handlers) as readonly AlarmEventName[];

/** One step of the alarm machine: ISA-18.2 with latching and one-shot shelves. */
export function transition(facts: AlarmFacts, event: AlarmEventName, behaviour: AlarmBehaviour): Transition {
  return handlers[event](facts, behaviour);
}

function conditionOn(facts: AlarmFacts, { autoAcknowledge, latching }: AlarmBehaviour): Transition {
  if (facts.cond) return unchanged(facts);
  const next = { ...facts, cond: true, acked: autoAcknowledge, latched: latching };
  return changed(next, isHidden(facts) ? null : 'alarm_raised');
}

function conditionOff(facts: AlarmFacts, behaviour: AlarmBehaviour): Transition {
  if (!facts.cond) return unchanged(facts);
  const next = { ...facts, cond: false };
  if (facts.shelf === 'one-shot') return endShelf(next, behaviour);
  return changed(next, isHidden(facts) || facts.latched ? null : 'alarm_cleared');
}

/** The condition grew worse: the operator must see it again. */
function escalate(facts: AlarmFacts, { autoAcknowledge }: AlarmBehaviour): Transition {
  if (!facts.cond || isHidden(facts)) return unchanged(facts);
  return changed({ ...facts, acked: autoAcknowledge }, 'alarm_raised');
}

function acknowledge(facts: AlarmFacts): Transition {
  const letter = letterOf(facts);
  if ('CF'.includes(letter)) return unchanged(facts);
  return 'BDE'.includes(letter) ? changed({ ...facts, acked: true }, 'alarm_acked') : refused(facts);
}

function reset(facts: AlarmFacts): Transition {
  return letterOf(facts) === 'F' ? changed({ ...facts, latched: false }, 'alarm_cleared') : refused(facts);
}

function shelve(facts: AlarmFacts, shelf: Shelf, allowedIn: string): Transition {
  return allowedIn.includes(letterOf(facts)) ? changed({ ...facts, shelf }, 'alarm_shelved') : refused(facts);
}

function endShelf(facts: AlarmFacts, behaviour: AlarmBehaviour): Transition {
  return lifted({ ...facts, shelf: 'none' }, behaviour);
}

function hide(facts: AlarmFacts, by: 'suppressed' | 'outOfService'): Transition {
  if (facts[by]) return unchanged(facts);
  return changed({ ...facts, [by]: true }, isHidden(facts) ? null : 'alarm_shelved');
}

function show(facts: AlarmFacts, by: 'suppressed' | 'outOfService', behaviour: AlarmBehaviour): Transition {
  return facts[by] ? lifted({ ...facts, [by]: false }, behaviour) : unchanged(facts);
}

/** What hid the alarm is gone. What stands then is announced anew, even if it had been acknowledged before. */
function lifted(facts: AlarmFacts, { autoAcknowledge }: AlarmBehaviour): Transition {
  if (isHidden(facts)) return changed(facts, null);
  if (facts.cond || facts.latched) return changed({ ...facts, acked: autoAcknowledge }, 'alarm_raised');
  return changed({ ...facts, acked: true }, 'alarm_cleared');
}

function changed(facts: AlarmFacts, announcement: Announcement | null): Transition {
  return { facts, announcement, refused: false };
}

function unchanged(facts: AlarmFacts): Transition {
  return { facts, announcement: null, refused: false };
}

function refused(facts: AlarmFacts): Transition {
  return { facts, announcement: null, refused: true };
}
