import assert from 'node:assert/strict';
import { SerialQueue } from '../../../nodes/kernel/index.ts';

describe('serial queue', () => {
  it('runs one job after another, also behind one that failed', async () => {
    const queue = new SerialQueue();
    const log: string[] = [];
    const job = (name: string, fails = false) =>
      queue.run(async () => {
        log.push(`${name} begins`);
        await new Promise(setImmediate);
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const [first, second, third] = [job('a'), job('b', true), job('c')];
    await assert.rejects(second, /b/);
    assert.deepEqual([await first, await third], ['a', 'c']);
    await queue.settled();
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
