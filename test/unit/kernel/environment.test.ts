import assert from 'node:assert/strict';
import {
  booleanVariable,
  choiceVariable,
  integerVariable,
  listVariable,
  readEnvironment,
  textVariable,
  type Variable,
} from '../../../nodes/kernel/index.ts';

const port = integerVariable({ doc: '', default: 8000, min: 1, max: 65_535 });
const anyInteger = integerVariable({ doc: '', default: 0, min: -10, max: 10 });
const open = booleanVariable({ doc: '', default: true });
const mode = choiceVariable(['development', 'production'], { doc: '', default: 'development' });
const key = textVariable({ doc: '', default: '', minLength: 16, secret: true });
const name = textVariable({ doc: '', default: 'busbar' });
const ports = listVariable(port, { doc: '', default: [8001] });

describe('environment', () => {
  const readable: [string, Variable<unknown>, string, unknown][] = [
    ['a whole number', port, '15020', 15020],
    ['the smallest number', port, '1', 1],
    ['the largest number', port, '65535', 65535],
    ['a negative number', anyInteger, '-10', -10],
    ['true', open, 'true', true],
    ['false', open, 'false', false],
    ['a choice', mode, 'production', 'production'],
    ['a text of just enough characters', key, '0123456789abcdef', '0123456789abcdef'],
    ['a list', ports, '8001,8002', [8001, 8002]],
    ['a list with blanks and an empty part', ports, ' 8001 , ,8002,', [8001, 8002]],
    ['a list of nothing', ports, ',', []],
  ];
  for (const [title, variable, text, value] of readable) {
    it(`reads ${title}`, () => assert.deepEqual(readEnvironment({ V: variable }, { V: text }), { V: value }));
  }

  const integers = 'a whole number from 1 to 65535';
  const wrong: [string, Variable<unknown>, string, string][] = [
    ['a number below its range', port, '0', `V=0 is not valid: expected ${integers}.`],
    ['a number above its range', port, '65536', `V=65536 is not valid: expected ${integers}.`],
    ['a fraction', port, '80.5', `V=80.5 is not valid: expected ${integers}.`],
    ['a number in hexadecimal', port, '0x50', `V=0x50 is not valid: expected ${integers}.`],
    ['a number with an exponent', port, '8e3', `V=8e3 is not valid: expected ${integers}.`],
    ['a number with a blank', port, ' 80', `V= 80 is not valid: expected ${integers}.`],
    ['a word where a truth value belongs', open, 'yes', 'V=yes is not valid: expected true or false.'],
    ['a choice that is none', mode, 'Production', 'V=Production is not valid: expected development or production.'],
    [
      'a list with one wrong part',
      ports,
      '8001,x',
      `V=8001,x is not valid: expected a comma-separated list, each ${integers}.`,
    ],
    [
      'a secret that is too short, without showing it',
      key,
      'short',
      'V=(hidden) is not valid: expected at least 16 characters.',
    ],
  ];
  for (const [title, variable, text, message] of wrong) {
    it(`refuses ${title}`, () => {
      assert.throws(() => readEnvironment({ V: variable }, { V: text }), { code: 'bad_environment', message });
    });
  }

  it('keeps a secret out of the facts too', () => {
    assert.throws(
      () => readEnvironment({ V: key }, { V: 'my-short-secret' }),
      (error) => !JSON.stringify(error).includes('my-short-secret'),
    );
  });

  it('takes the default of what is unset or empty', () => {
    const defaults = { P: 8000, N: 'busbar', L: [8001] };
    assert.deepEqual(readEnvironment({ P: port, N: name, L: ports }, {}), defaults);
    assert.deepEqual(readEnvironment({ P: port, N: name, L: ports }, { P: '', N: '', L: '' }), defaults);
  });

  it('names the first wrong variable in the order of their declaration', () => {
    assert.throws(() => readEnvironment({ A: port, B: open }, { B: 'x', A: 'x' }), {
      facts: { field: 'A', limit: integers, value: 'x' },
    });
  });

  it('ignores variables that nobody declared', () => {
    assert.deepEqual(readEnvironment({ P: port }, { PATH: '/bin', P: '80' }), { P: 80 });
  });
});
