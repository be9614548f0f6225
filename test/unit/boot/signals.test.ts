import assert from 'node:assert/strict';
import { prepareBeforeExit } from '../../../boot/signals.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('end of the process', () => {
  let ofMocha: Map<(typeof signals)[number], NodeJS.SignalsListener[]>;
  let events: string[];
  let prepared: () => void;

  beforeEach(() => {
    events = [];
    prepared = () => assert.fail('nothing was prepared');
    ofMocha = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
    for (const signal of signals) {
      process.removeAllListeners(signal);
      process.on(signal, () => void events.push(`Node-RED ends by ${signal}`));
    }
  });
  afterEach(() => {
    for (const signal of signals) {
      process.removeAllListeners(signal);
      for (const listener of ofMocha.get(signal) ?? []) process.on(signal, listener);
    }
  });

  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  for (const signal of signals) {
    it(`by ${signal} waits for what must be done before`, async () => {
      prepareBeforeExit(
        () => {
          events.push('zero');
          return new Promise((resolve) => (prepared = resolve));
        },
        (text) => assert.fail(text),
      );
      process.emit(signal, signal);
      await settled();
      assert.deepEqual(events, ['zero']);
      prepared();
      await settled();
      assert.deepEqual(events, ['zero', `Node-RED ends by ${signal}`]);
    });
  }

  it('is prepared once, whatever signals come meanwhile', async () => {
    prepareBeforeExit(
      () => {
        events.push('zero');
        return new Promise((resolve) => (prepared = resolve));
      },
      (text) => assert.fail(text),
    );
    for (const signal of signals) process.emit(signal, signal);
    prepared();
    await settled();
    assert.deepEqual(events, ['zero', 'Node-RED ends by SIGINT']);
  });

  it('comes also when the preparation fails', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    const ofMocha = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', onUnhandled);
    const reported: string[] = [];
    const report = (text: string): void => void reported.push(text);
    prepareBeforeExit(() => Promise.reject(new Error('the store is gone')), report);
    process.emit('SIGTERM', 'SIGTERM');
    await settled();
    process.off('unhandledRejection', onUnhandled);
    for (const listener of ofMocha) process.on('unhandledRejection', listener);
    assert.deepEqual(events, ['Node-RED ends by SIGTERM']);
    assert.match(reported.join(), /the store is gone/);
    assert.deepEqual(unhandled, [], 'an unhandled rejection would end the process before Node-RED has closed');
  });
});
