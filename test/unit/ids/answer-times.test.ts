import assert from 'node:assert/strict';
import { logTime, RecentAnswers, robustZ, timingOf } from '../../../nodes/ids/answer-times.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';

describe('answer times', () => {
  it('have a middle and spread that outliers do not move', () => {
    const random = seededRandom(1);
    const times = Array.from({ length: 2000 }, () => 2 * Math.exp(0.5 * random.normal()));
    const spoiled = times.map((ms, index) => (index % 20 === 0 ? 500 : ms));
    const { answer } = timingOf(spoiled.map(logTime));
    assert.ok(Math.abs(Math.exp(answer.median) - 2) < 0.2, `median ${Math.exp(answer.median)} ms`);
    assert.ok(Math.abs(answer.spread - 0.5) < 0.1, `spread ${answer.spread}`);
  });

  it('have a least spread, so that a steady device makes no alarm of a hiccup', () => {
    const { answer } = timingOf(Array.from({ length: 30 }, () => logTime(1)));
    assert.equal(answer.spread, 0.25);
    assert.equal(robustZ(logTime(Math.E), answer), 4);
  });

  it('of nothing are those of the shortest time that counts', () => {
    assert.equal(logTime(0), Math.log(0.1));
  });

  it('have a fastest of the last ten only when there are ten', () => {
    const answers = new RecentAnswers();
    for (let ms = 1; ms <= 9; ms += 1) answers.add(ms);
    assert.equal(answers.fastest, null);
    answers.add(10);
    assert.equal(answers.fastest, 1);
    answers.add(11);
    assert.equal(answers.fastest, 2);
  });
});
