import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  auditHash,
  type AuditRow,
  auditRow,
  canonicalAuditRow,
  canonicalJson,
} from '../../../nodes/events/audit-row.ts';
import { entryOf } from './audit-entries.fixture.ts';

const ts = 1_771_695_901_000;

describe('canonical JSON', () => {
  const table: [title: string, value: unknown, text: string][] = [
    ['sorts keys', { b: 1, a: 2 }, '{"a":2,"b":1}'],
    ['sorts keys at every depth', { z: [{ d: 1, c: { f: 1, e: 2 } }] }, '{"z":[{"c":{"e":2,"f":1},"d":1}]}'],
    ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
    ['leaves out what is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['writes NaN as null', { a: NaN }, '{"a":null}'],
    ['writes dates as text', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['writes nothing as an empty object', {}, '{}'],
  ];
  for (const [title, value, text] of table) it(title, () => assert.equal(canonicalJson(value), text));

  it('does not depend on the order of the keys, and loses nothing', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(canonicalJson(value), canonicalJson(reversed));
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    ));
});

describe('audit row', () => {
  it('has one canonical form', () => {
    assert.equal(
      canonicalAuditRow(3, auditRow(entryOf(), ts)),
      '{"seq":3,"ts":1771695901000,"kind":"command_intent","site_id":"SITE-CL-001","device_id":"bess-01",' +
        '"command_id":"cmd-1","key_id":"key-1","source":"optimizer","via":"http","target_kw":-120.5,' +
        '"verdict":"permitted","reason":null,"frame_ts":1771695900000,"frame_cycle":7,"latency_ms":6.25,' +
        '"details":"{\\"raw\\":-1205,\\"register\\":40101}"}',
    );
  });

  it('names its block only where it has one, so that rows from before the column keep their hash', () => {
    assert.doesNotMatch(canonicalAuditRow(3, auditRow(entryOf(), ts)), /block_id/);
    assert.match(canonicalAuditRow(3, auditRow(entryOf({ blockId: 'block-01' }), ts)), /,"block_id":"block-01"\}$/);
  });

  it('is sealed with the SHA-256 of the previous hash and its canonical form', () => {
    const row = auditRow(entryOf(), ts);
    const expected = createHash('sha256')
      .update(`abc${canonicalAuditRow(3, row)}`)
      .digest('hex');
    assert.equal(auditHash('abc', 3, row), expected);
  });

  const kept: [title: string, changes: Parameters<typeof entryOf>[0], column: keyof AuditRow, value: unknown][] = [
    ['a missing frame', { frame: null }, 'frameTs', null],
    ['the cycle of a missing frame', { frame: null }, 'frameCycle', null],
    ['a fraction of a millisecond', { frame: { ts: 1.6, cycle: 1 } }, 'frameTs', 2],
    ['a power that is not a number', { targetKw: NaN }, 'targetKw', null],
    ['an endless latency', { latencyMs: Infinity }, 'latencyMs', null],
    ['half a character', { reason: 'a\ud800b' }, 'reason', 'a\ufffdb'],
    ['zero', { targetKw: 0 }, 'targetKw', 0],
  ];
  for (const [title, changes, column, value] of kept) {
    it(`records ${title} so that it reads back as hashed`, () => {
      assert.equal(auditRow(entryOf(changes), ts)[column], value);
    });
  }

  it('has another hash as soon as any column differs', () => {
    const row = auditRow(entryOf(), ts);
    const hashes = Object.keys(row).map((column) => auditHash('', 1, { ...row, [column]: 'changed' }));
    const all = [auditHash('', 1, row), auditHash('x', 1, row), auditHash('', 2, row), ...hashes];
    assert.equal(new Set(all).size, all.length);
  });
});
