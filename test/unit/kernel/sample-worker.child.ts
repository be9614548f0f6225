import { BusbarError, dataOfThisWorker, postEvent, serveWorker } from '../../../nodes/kernel/index.ts';

/** The worker of the tests: it echoes, fails in every way, and remembers how often it was called. */
let calls = 0;

serveWorker({
  echo: (argument: unknown) => ({ argument, data: dataOfThisWorker() }),
  count: () => ++calls,
  post: (event: unknown) => postEvent(event),
  refuse: () => Promise.reject(new BusbarError('soc_min', 422, 'SOC below minimum', { limit: 5, value: 4.8 })),
  fail: () => {
    throw new TypeError('x is undefined');
  },
  never: () => new Promise(() => undefined),
  exit: () => process.exit(3),
  crash: () => {
    setImmediate(() => {
      throw new Error('the worker broke');
    });
    return new Promise(() => undefined);
  },
  answerWithFunction: () => () => undefined,
  close: () => postEvent(`closed after ${calls} calls`),
});
