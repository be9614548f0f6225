import fc from 'fast-check';
import { memoryConnection } from '../support/store-engines.ts';
import { historyModules } from '../unit/history/history.fixture.ts';
import { anyLife, live } from '../unit/history/history-life.fixture.ts';
import { assertRecount } from '../unit/history/recounted.fixture.ts';
import { RunningHistory } from '../unit/history/running-history.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';

const lives = scaled(2000);

describe('a history to which everything happens', () => {
  it(`counts what an independent recount counts, in ${lives} lives`, async function () {
    this.timeout(lives * 1000);
    let frames = 0;
    await fc.assert(
      fc.asyncProperty(anyLife, async (events) => {
        const history = await new RunningHistory(memoryConnection(historyModules)).start();
        await live(history, events);
        await history.rest();
        frames += history.published.length;
        await assertRecount(history.published, (tier, sensorId) => history.series(tier, sensorId));
        await history.service.stop();
        history.connection.close();
      }),
      { numRuns: lives, seed },
    );
    printFigures(`seed ${seed}: ${lives} lives, ${frames} frames, 0 differences`);
  });
});
