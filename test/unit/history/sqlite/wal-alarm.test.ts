import assert from 'node:assert/strict';
import { walAlarm } from '../../../../nodes/history/sqlite/wal-alarm.ts';

const mebibyte = 1024 * 1024;

describe('alarm for the write-ahead log', () => {
  it('is silent up to 64 MB', () => {
    assert.equal(walAlarm(0), null);
    assert.equal(walAlarm(64 * mebibyte), null);
  });

  it('names size and limit above', () => {
    assert.match(walAlarm(70 * mebibyte) ?? '', /holds 70 MB \(limit 64 MB\)/);
  });
});
