import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lane } from '../../../nodes/devices/lane.ts';
import { settled } from '../safety/guarded-battery.ts';

type Kind = 'write' | 'poll';

/** Tasks that end when the test says so, in a lane that is watched. */
class WatchedLane {
  readonly lane = new Lane();
  readonly started: string[] = [];
  mostTogether = 0;
  #together = 0;
  readonly #ends = new Map<string, (fails: boolean) => void>();

  run(kind: Kind, name: string): Promise<string> {
    return this.lane.run(kind, async () => {
      this.started.push(name);
      this.mostTogether = Math.max(this.mostTogether, ++this.#together);
      const fails = await new Promise<boolean>((resolve) => this.#ends.set(name, resolve));
      this.#together -= 1;
      if (fails) throw new Error(`${name} failed`);
      return name;
    });
  }

  /** Ends the task that is under way. */
  async end(fails = false): Promise<void> {
    this.#ends.get(this.started.at(-1) ?? '')?.(fails);
    await settled();
    // The turn is handed over one step after the answer was taken in.
    await settled();
  }
}

describe('lane', () => {
  let watched: WatchedLane;

  beforeEach(() => {
    watched = new WatchedLane();
  });

  it('lets a write go ahead of the polls that wait, and of none that is under way', async () => {
    const tasks = [watched.run('poll', 'poll 1'), watched.run('poll', 'poll 2'), watched.run('poll', 'poll 3')];
    tasks.push(watched.run('write', 'write 1'), watched.run('write', 'write 2'));
    assert.deepEqual(watched.started, ['poll 1']);
    assert.equal(watched.lane.waiting, 4);
    for (let count = 0; count < 5; count++) await watched.end();
    assert.deepEqual(watched.started, ['poll 1', 'write 1', 'write 2', 'poll 2', 'poll 3']);
    assert.deepEqual(await Promise.all(tasks), ['poll 1', 'poll 2', 'poll 3', 'write 1', 'write 2']);
    assert.equal(watched.lane.waiting, 0);
  });

  it('starts a task at once when nothing is under way', async () => {
    const first = watched.run('poll', 'first');
    await watched.end();
    await first;
    const second = watched.run('write', 'second');
    assert.deepEqual(watched.started, ['first', 'second']);
    await watched.end();
    assert.equal(await second, 'second');
  });

  it('is free again after a task that fails, whose error goes to its caller alone', async () => {
    const [fails, waits] = [watched.run('write', 'fails'), watched.run('poll', 'waits')];
    const rejected = assert.rejects(fails, /fails failed/);
    await watched.end(true);
    await rejected;
    await watched.end();
    assert.equal(await waits, 'waits');
  });

  it('is free again after a task that throws before it promises anything', async () => {
    const broken = (): never => {
      throw new Error('broken');
    };
    await assert.rejects(watched.lane.run('write', broken), /broken/);
    assert.equal(await watched.lane.run('write', () => Promise.resolve('next')), 'next');
  });

  it('never runs two at once and keeps the order of each kind, whatever comes when', async () => {
    const steps = fc.array(fc.constantFrom('write', 'poll', 'end', 'fail'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const watched = new WatchedLane();
        const tasks: Promise<unknown>[] = [];
        for (const [position, step] of steps.entries()) {
          if (step === 'write' || step === 'poll') {
            tasks.push(watched.run(step, `${step} ${position}`).catch(() => undefined));
            await settled();
          } else await watched.end(step === 'fail');
        }
        while (watched.started.length < tasks.length) await watched.end();
        await watched.end();
        await Promise.all(tasks);
        assert.ok(watched.mostTogether <= 1);
        for (const kind of ['write', 'poll']) {
          const ofKind = watched.started.filter((name) => name.startsWith(kind));
          const positions = ofKind.map((name) => Number(name.split(' ')[1]));
          assert.deepEqual(
            positions,
            positions.toSorted((a, b) => a - b),
          );
        }
      }),
    );
  });
});
