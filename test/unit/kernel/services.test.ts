import assert from 'node:assert/strict';
import { defineService } from '../../../nodes/kernel/index.ts';

describe('services', () => {
  it('are not there before somebody provides them', () => {
    const store = defineService<string>('store');
    assert.equal(store.peek(), undefined);
    assert.throws(() => store.get(), {
      code: 'service_not_started',
      status: 503,
      message: "The gateway's store has not started.",
    });
  });

  it('are there until they are withdrawn, and can come back', () => {
    const store = defineService<string>('store');
    for (const value of ['first', 'second']) {
      store.provide(value);
      assert.deepEqual([store.get(), store.peek()], [value, value]);
      store.withdraw();
      assert.throws(() => store.get(), { code: 'service_not_started' });
    }
  });

  it('are never provided twice', () => {
    const store = defineService<string>('store');
    store.provide('first');
    assert.throws(() => store.provide('second'), { code: 'service_provided_twice' });
    assert.equal(store.get(), 'first');
  });

  it('are each their own, whatever their name', () => {
    const [one, other] = [defineService<number>('same'), defineService<number>('same')];
    one.provide(1);
    assert.equal(other.peek(), undefined);
  });

  it('refuse a second copy of the kernel in one process', async () => {
    const copy = new URL('../../../nodes/kernel/services.ts?copy', import.meta.url).href;
    await assert.rejects(import(copy), /kernel is loaded twice/);
  });
});
