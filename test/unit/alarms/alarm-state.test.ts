import assert from 'node:assert/strict';
import {
  type AlarmBehaviour,
  alarmEventNames,
  type AlarmEventName,
  type AlarmFacts,
  letterOf,
  normalFacts,
  transition,
} from '../../../nodes/alarms/alarm-state.ts';
import { asModel, modelLetter, modelStep, visibleTable } from './alarm-model.fixture.ts';

const behaviours: readonly [name: string, behaviour: AlarmBehaviour, states: number][] = [
  ['plain', { latching: false, autoAcknowledge: false }, 40],
  ['latching', { latching: true, autoAcknowledge: false }, 48],
  ['auto-acknowledged', { latching: false, autoAcknowledge: true }, 20],
  ['latching and auto-acknowledged', { latching: true, autoAcknowledge: true }, 28],
];

/** Every state that some sequence of events leads to. */
function reachableFrom(start: AlarmFacts, behaviour: AlarmBehaviour): AlarmFacts[] {
  const found = new Map([[JSON.stringify(start), start]]);
  for (const facts of found.values()) {
    for (const event of alarmEventNames) {
      const next = transition(facts, event, behaviour).facts;
      found.set(JSON.stringify(next), next);
    }
  }
  return [...found.values()];
}

describe('alarm machine', () => {
  let rows = 0;

  for (const [name, behaviour, states] of behaviours) {
    it(`agrees with the model in every reachable state of ${name} alarms`, () => {
      const reachable = reachableFrom(normalFacts, behaviour);
      assert.equal(reachable.length, states);
      for (const facts of reachable) {
        assert.equal(letterOf(facts), modelLetter(asModel(facts)));
        for (const event of alarmEventNames) {
          const after = transition(facts, event, behaviour);
          const model = modelStep(asModel(facts), event, behaviour);
          const actual = { state: asModel(after.facts), feed: after.announcement, code: after.refused ? 409 : 200 };
          assert.deepEqual(actual, model, `${name}: ${JSON.stringify(facts)} on ${event}`);
          if (!(behaviour.latching && behaviour.autoAcknowledge)) rows += 1;
        }
      }
    });
  }

  it('was compared in all 1512 rows of the documented configurations', () => {
    assert.equal(rows, 1512);
  });

  for (const [from, cells] of Object.entries(visibleTable)) {
    it(`takes every arrow of the standard's table out of ${from}`, () => {
      const behaviour = { latching: 'EF'.includes(from), autoAcknowledge: false };
      const facts = reachableFrom(normalFacts, behaviour).find((candidate) => letterOf(candidate) === from);
      assert.ok(facts);
      for (const [event, cell] of Object.entries(cells)) {
        const { facts: after, announcement, refused } = transition(facts, event as AlarmEventName, behaviour);
        const outcome = refused ? '409' : [letterOf(after), announcement?.replace('alarm_', '')].join(' ').trim();
        assert.equal(outcome, cell, `${from} on ${event}`);
      }
    });
  }

  it('changes nothing that it was given', () => {
    const frozen = Object.freeze({ ...normalFacts });
    for (const event of alarmEventNames) transition(frozen, event, { latching: true, autoAcknowledge: false });
    assert.deepEqual(frozen, normalFacts);
  });
});
