import assert from 'node:assert/strict';
import { seededRandom } from '../../../nodes/ids/random.ts';

describe('seeded random', () => {
  it('repeats itself for a seed and differs for another', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  it('spreads evenly and normally', () => {
    const random = seededRandom(3);
    const draws = 20_000;
    const counts = new Array<number>(10).fill(0);
    let sum = 0;
    let squares = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      const cell = random.below(10);
      counts[cell] = (counts[cell] ?? 0) + 1;
      const value = random.normal();
      sum += value;
      squares += value * value;
    }
    for (const count of counts) assert.ok(Math.abs(count - draws / 10) < 200, `counts ${counts.join()}`);
    assert.ok(Math.abs(sum / draws) < 0.03, `mean ${sum / draws}`);
    assert.ok(Math.abs(squares / draws - 1) < 0.05, `variance ${squares / draws}`);
  });
});
