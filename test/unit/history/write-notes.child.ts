/** Commits notes, first one after the other, then all at once: `node write-notes.child.ts <folder> <single> <together>`. */
import { Store } from '../../../nodes/history/index.ts';
import { systemClock } from '../../../nodes/kernel/index.ts';
import { writes } from './notes-store.fixture.ts';

const [folder = '', single = '0', together = '0'] = process.argv.slice(2);
const modules = [new URL('./notes-store.fixture', import.meta.url)];
const store = await Store.open({ folder, modules, maxMb: 64, clock: systemClock, report: console.error });
for (let i = 0; i < Number(single); i += 1) await store.write(writes.add, `single ${i}`);
await Promise.all(Array.from({ length: Number(together) }, (_, i) => store.write(writes.add, `together ${i}`)));
await store.close();
