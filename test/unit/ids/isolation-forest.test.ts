import assert from 'node:assert/strict';
import { averagePathLength, forestScore, growForest, matrixOf } from '../../../nodes/ids/isolation-forest.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';

function cluster(rows: number): number[][] {
  const random = seededRandom(5);
  return Array.from({ length: rows }, () => [random.normal(), random.normal(), 7]);
}

const options = { trees: 100, psi: 256 };

describe('isolation forest', () => {
  it('knows the mean length of a search, as Liu, Ting and Zhou state it', () => {
    assert.equal(averagePathLength(1), 0);
    assert.equal(averagePathLength(2), 1);
    assert.ok(Math.abs(averagePathLength(256) - 10.2448) < 0.0001, String(averagePathLength(256)));
  });

  it('scores a far row high and a row of the middle low', () => {
    const data = matrixOf([...cluster(1000), [8, 8, 7], [0, 0, 7]]);
    const forest = growForest(data, { ...options, random: seededRandom(1) });
    const [far, near] = [forestScore(forest, data, 1000), forestScore(forest, data, 1001)];
    assert.ok(far > 0.7 && near < 0.5, `${far} and ${near}`);
  });

  it('never splits on a feature that is constant', () => {
    const forest = growForest(matrixOf(cluster(500)), { ...options, random: seededRandom(1) });
    assert.ok(forest.trees.every(({ feature }) => !feature.includes(2)));
  });

  it('draws no row twice and no more rows than there are', () => {
    assert.equal(growForest(matrixOf(cluster(100)), { ...options, random: seededRandom(1) }).psi, 100);
    const two = matrixOf([[1], [2]]);
    const { trees } = growForest(two, { trees: 50, psi: 2, random: seededRandom(2) });
    // A row drawn twice could not be split from itself.
    assert.ok(trees.every(({ feature }) => feature.length === 3));
  });

  it('makes one leaf of equal rows', () => {
    const same = matrixOf(Array.from({ length: 50 }, () => [1, 2]));
    const { trees } = growForest(same, { trees: 2, psi: 50, random: seededRandom(1) });
    assert.deepEqual(trees[0]?.feature, [-1]);
  });

  it('is the same for the same seed', () => {
    const data = matrixOf(cluster(500));
    const grow = (seed: number) => growForest(data, { ...options, random: seededRandom(seed) });
    assert.deepEqual(grow(9), grow(9));
    assert.notDeepEqual(grow(9), grow(10));
  });

  it('compares in float32, as the model file does', () => {
    const { trees } = growForest(matrixOf(cluster(500)), { ...options, random: seededRandom(1) });
    assert.ok(trees.every(({ threshold }) => threshold.every((value) => value === Math.fround(value))));
  });
});
