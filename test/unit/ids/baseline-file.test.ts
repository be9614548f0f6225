import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BaselineFile } from '../../../nodes/ids/baseline-file.ts';
import type { LearnedTraffic } from '../../../nodes/ids/baseline.ts';

const learned: LearnedTraffic = {
  requests: [{ functionCode: 3, address: 4, quantity: 2, perHour: 1800.5 }],
  timing: { answer: { median: 0.6, spread: 0.28 }, fastest: { median: 0.3, spread: 0.25 } },
  largest: { writes: 0, addresses: 1, requests: 6 },
};

describe('baseline file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-baseline-'));
    file = path.join(folder, 'ids', 'baselines.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds nothing before it is written', () => {
    assert.equal(new BaselineFile(file).read().size, 0);
  });

  it('gives back what was written', () => {
    const contexts = new Map([['WLCE-BESS-01, northbound', learned]]);
    new BaselineFile(file).write(contexts);
    assert.deepEqual(new BaselineFile(file).read(), contexts);
  });

  for (const [title, text] of [
    ['no JSON', '{'],
    ['another version', JSON.stringify({ version: 2, contexts: {} })],
    ['no contexts', JSON.stringify({ version: 1 })],
    ['a context without timing', JSON.stringify({ version: 1, contexts: { a: { ...learned, timing: undefined } } })],
    ['a rate that is no number', JSON.stringify({ version: 1, contexts: { a: { ...learned, requests: [{}] } } })],
    ['requests that are no list', JSON.stringify({ version: 1, contexts: { a: { ...learned, requests: 7 } } })],
  ] as const) {
    it(`refuses ${title}`, () => {
      const place = path.join(folder, 'baselines.json');
      writeFileSync(place, text);
      assert.throws(() => new BaselineFile(place).read(), { code: 'bad_baseline_file' });
    });
  }
});
