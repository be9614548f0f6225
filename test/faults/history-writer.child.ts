/**
 * Records frames of a folder's history without end, on a clock that runs ahead, so that it closes and seals all the time.
 * Prints the cycle of each frame that is on the disk: `node history-writer.child.ts <folder> <first cycle>`.
 */
import { writeSync } from 'node:fs';
import { frameStoreModule, HistoryService, historyStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { killedFrame, killedTs } from './support/killed-history.ts';

const [folder = '', firstCycle = '0'] = process.argv.slice(2);
const report = (text: string): void => console.error(text);
const modules = [frameStoreModule, historyStoreModule];
const store = await Store.open({ folder, modules, maxMb: 1024, clock: systemClock, report });
const bus = new Bus(report);
const clock = new ManualClock(killedTs(Number(firstCycle)));
const history = await HistoryService.start({
  store,
  bus,
  clock,
  maxRawBytes: 1e9,
  maxHeldMs: 3_600_000,
  heldFromSeq: () => null,
  report,
});

for (let cycle = Number(firstCycle); ; cycle += 1) {
  clock.stepWall(killedTs(cycle) - clock.now());
  bus.publish(killedFrame(cycle));
  await history.flush();
  if (history.state().waiting > 0) throw new Error('a frame waits');
  writeSync(process.stdout.fd, `${cycle}\n`);
  if (cycle % 12 === 0) await history.settle();
}
