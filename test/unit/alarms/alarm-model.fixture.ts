import type { AlarmBehaviour, AlarmEventName, AlarmFacts } from '../../../nodes/alarms/alarm-state.ts';

/** The alarm machine once more, written from the standard's table and not from the product: the letter leads here. */
export interface ModelState {
  readonly in: boolean;
  readonly ok: boolean;
  readonly held: boolean;
  /** 0 none, 1 timed, 2 one-shot. */
  readonly shelf: 0 | 1 | 2;
  readonly design: boolean;
  readonly maintenance: boolean;
}

export interface ModelOutcome {
  readonly state: ModelState;
  readonly feed: string | null;
  readonly code: 200 | 409;
}

/** The product's facts in the words of the model. */
export function asModel({ cond, acked, latched, shelf, suppressed, outOfService }: AlarmFacts): ModelState {
  return {
    in: cond,
    ok: acked,
    held: latched,
    shelf: shelf === 'none' ? 0 : shelf === 'timed' ? 1 : 2,
    design: suppressed,
    maintenance: outOfService,
  };
}

/** What every visible state does with what does not concern it, and with what hides it. */
const always = (letter: string): Partial<Record<AlarmEventName, string>> => ({
  shelve: 'G shelved',
  unshelve: '409',
  expire: letter,
  suppress: 'H shelved',
  unsuppress: letter,
  out_of_service: 'I shelved',
  in_service: letter,
  restart: letter,
});

/** The standard's arrows out of the visible states: next letter and feed event, E and F of latching alarms. */
export const visibleTable: Readonly<Record<string, Partial<Record<AlarmEventName, string>>>> = {
  A: {
    cond_on: 'B raised',
    cond_off: 'A',
    escalate: 'A',
    ack: '409',
    reset: '409',
    shelve_once: '409',
    ...always('A'),
  },
  B: {
    cond_on: 'B',
    cond_off: 'D cleared',
    escalate: 'B raised',
    ack: 'C acked',
    reset: '409',
    shelve_once: 'G shelved',
    ...always('B'),
  },
  C: {
    cond_on: 'C',
    cond_off: 'A cleared',
    escalate: 'B raised',
    ack: 'C',
    reset: '409',
    shelve_once: 'G shelved',
    ...always('C'),
  },
  D: {
    cond_on: 'B raised',
    cond_off: 'D',
    escalate: 'D',
    ack: 'A acked',
    reset: '409',
    shelve_once: '409',
    ...always('D'),
  },
  E: {
    cond_on: 'B raised',
    cond_off: 'E',
    escalate: 'E',
    ack: 'F acked',
    reset: '409',
    shelve_once: '409',
    ...always('E'),
  },
  F: {
    cond_on: 'B raised',
    cond_off: 'F',
    escalate: 'F',
    ack: 'F',
    reset: 'A cleared',
    shelve_once: '409',
    ...always('F'),
  },
};

export function modelLetter(state: ModelState): string {
  if (state.maintenance) return 'I';
  if (state.design) return 'H';
  if (state.shelf > 0) return 'G';
  const visible = [state.in, state.held && !state.in, state.ok].map(Number).join('');
  return { '100': 'B', '101': 'C', '010': 'E', '011': 'F', '000': 'D', '001': 'A' }[visible] ?? '?';
}

export function modelStep(state: ModelState, event: AlarmEventName, config: AlarmBehaviour): ModelOutcome {
  const letter = modelLetter(state);
  const same = (code: 200 | 409 = 200): ModelOutcome => ({ state, feed: null, code });
  const to = (changes: Partial<ModelState>, feed: string | null = null): ModelOutcome => ({
    state: { ...state, ...changes },
    feed,
    code: 200,
  });
  const hidden = 'GHI'.includes(letter);
  /** The rule for the end of a suppression. */
  const exit = (changes: Partial<ModelState>): ModelOutcome => {
    const left = { ...state, ...changes };
    if ('GHI'.includes(modelLetter(left))) return { state: left, feed: null, code: 200 };
    const stands = left.in || left.held;
    const ok = stands ? config.autoAcknowledge : true;
    return { state: { ...left, ok }, feed: stands ? 'alarm_raised' : 'alarm_cleared', code: 200 };
  };

  switch (event) {
    case 'cond_on': {
      if (state.in) return same();
      const begun = { in: true, ok: config.autoAcknowledge, held: config.latching };
      return to(begun, hidden ? null : 'alarm_raised');
    }
    case 'cond_off':
      if (!state.in) return same();
      if (state.shelf === 2) return exit({ in: false, shelf: 0 });
      if (hidden || config.latching) return to({ in: false });
      return to({ in: false }, 'alarm_cleared');
    case 'escalate':
      return 'BC'.includes(letter) ? to({ ok: config.autoAcknowledge }, 'alarm_raised') : same();
    case 'ack':
      if ('CF'.includes(letter)) return same();
      return 'BDE'.includes(letter) ? to({ ok: true }, 'alarm_acked') : same(409);
    case 'reset':
      return letter === 'F' ? to({ held: false }, 'alarm_cleared') : same(409);
    case 'shelve':
      return hidden ? same(409) : to({ shelf: 1 }, 'alarm_shelved');
    case 'shelve_once':
      return 'BC'.includes(letter) ? to({ shelf: 2 }, 'alarm_shelved') : same(409);
    case 'unshelve':
      return state.shelf > 0 ? exit({ shelf: 0 }) : same(409);
    case 'expire':
      return state.shelf > 0 ? exit({ shelf: 0 }) : same();
    case 'suppress':
      return state.design ? same() : to({ design: true }, hidden ? null : 'alarm_shelved');
    case 'unsuppress':
      return state.design ? exit({ design: false }) : same();
    case 'out_of_service':
      return state.maintenance ? same() : to({ maintenance: true }, hidden ? null : 'alarm_shelved');
    case 'in_service':
      return state.maintenance ? exit({ maintenance: false }) : same();
    case 'restart':
      return same();
  }
}
