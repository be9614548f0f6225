/**
 * Lives through ticks of a plant in accelerated time, in a folder's history: `node history-soak.child.ts <folder> <seed>
 * <ticks>`. Prints the memory that it held every sixty ticks, MB.
 */
import { frameStoreModule, HistoryService, historyStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { frameAt, meters, pollMs, SoakedClock } from './support/soaked-plant.ts';

const [folder = '', seed = '', ticks = ''] = process.argv.slice(2);
const report = (text: string): never => {
  throw new Error(text);
};
const modules = [frameStoreModule, historyStoreModule];
const store = await Store.open({ folder, modules, maxMb: 4096, clock: systemClock, report });
const bus = new Bus(report);
const clock = new SoakedClock(Number(seed));
const bounds = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
const history = await HistoryService.start({ store, bus, clock, ...bounds, report });

for (let tick = 0; tick < Number(ticks); tick += 1) {
  const ts = clock.timeOf(tick);
  for (const device of meters.keys()) bus.publish(frameAt(device, tick, ts));
  clock.advance(pollMs);
  await history.settle();
  if (tick % 60 === 0) console.log(process.memoryUsage.rss() / 2 ** 20);
}
await history.stop();
await store.close();
