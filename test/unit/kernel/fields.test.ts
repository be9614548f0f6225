import assert from 'node:assert/strict';
import {
  choice,
  type Fields,
  flag,
  nodeReference,
  number,
  readFields,
  text,
  typed,
} from '../../../nodes/kernel/index.ts';

const fields = {
  device: text({ required: true }),
  label: text({ default: 'none' }),
  seed: number({ default: 42, min: 0, max: 100, integer: true }),
  speed: number({ default: 1, min: 0.1, max: 10 }),
  open: flag({ default: true }),
  kind: choice(['all', 'some'], { default: 'all' }),
  client: nodeReference(),
  target: typed({ default: 'payload', defaultType: 'msg' }),
} satisfies Fields;

const defaults = {
  device: 'BESS',
  label: 'none',
  seed: 42,
  speed: 1,
  open: true,
  kind: 'all',
  client: '',
  target: { value: 'payload', type: 'msg' },
};

describe('node fields', () => {
  it('have their defaults where nothing was stored', () => {
    assert.deepEqual(readFields(fields, { device: 'BESS' }), defaults);
  });

  const readable: [string, Record<string, unknown>, Partial<Record<keyof typeof fields, unknown>>][] = [
    ['a text without its blanks', { device: ' BESS ' }, { device: 'BESS' }],
    ['a number of a form, stored as a text', { seed: '7', speed: '0.5' }, { seed: 7, speed: 0.5 }],
    ['an empty number as its default', { seed: '' }, { seed: 42 }],
    ['the ends of a range', { seed: 0, speed: 10 }, { seed: 0, speed: 10 }],
    ['a flag stored as a truth value', { open: false }, { open: false }],
    ['a flag stored as a text', { open: 'true' }, { open: true }],
    ['a choice', { kind: 'some' }, { kind: 'some' }],
    ['an empty choice as its default', { kind: '' }, { kind: 'all' }],
    ['a reference', { client: 'abc' }, { client: 'abc' }],
    ['a typed input', { target: '5', targetType: 'num' }, { target: { value: '5', type: 'num' } }],
    ['a typed input that is emptied', { target: '', targetType: 'str' }, { target: { value: '', type: 'str' } }],
  ];
  for (const [title, stored, expected] of readable) {
    it(`read ${title}`, () => {
      assert.deepEqual(readFields(fields, { device: 'BESS', ...stored }), { ...defaults, ...expected });
    });
  }

  const seedLimit = 'a whole number from 0 to 100';
  const wrong: [string, Record<string, unknown>, string][] = [
    ['a required text that is empty', { device: ' ' }, `The node's device must be filled in, found "".`],
    ['a required text that is missing', { device: undefined }, `The node's device must be filled in, found "".`],
    ['a number above its range', { seed: 101 }, `The node's seed must be ${seedLimit}, found 101.`],
    ['a number below its range', { seed: '-1' }, `The node's seed must be ${seedLimit}, found "-1".`],
    ['a fraction where a whole number belongs', { seed: 1.5 }, `The node's seed must be ${seedLimit}, found 1.5.`],
    [
      'a text where a number belongs',
      { speed: 'fast' },
      `The node's speed must be a number from 0.1 to 10, found "fast".`,
    ],
    ['a choice that is none', { kind: 'few' }, `The node's kind must be all or some, found "few".`],
  ];
  for (const [title, stored, message] of wrong) {
    it(`refuse ${title}`, () => {
      assert.throws(() => readFields(fields, { device: 'BESS', ...stored }), { code: 'bad_node_config', message });
    });
  }

  it('refuse a number that is only blanks or null, which JavaScript reads as 0', () => {
    for (const seed of ['  ', null]) {
      assert.throws(() => readFields(fields, { device: 'BESS', seed }), { code: 'bad_node_config' });
    }
  });
});
