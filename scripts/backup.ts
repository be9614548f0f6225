/**
 * Copies the store of a gateway, stopped or running:
 *   npm run backup -- [file]
 * The store is that of BUSBAR_DATA and STORE_URL. Without a file the copy goes to the folder `backups` of the data folder.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { backupStore, storePlace } from '../nodes/history/index.ts';
import { textOf } from '../nodes/kernel/index.ts';
import { fileStamp, printTables } from './store-report.ts';

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const folder = process.env['BUSBAR_DATA'] ?? 'data';
  const place = storePlace({ folder, url: process.env['STORE_URL'] });
  const name = `store-${fileStamp(Date.now())}.${place.engine === 'sqlite' ? 'db' : 'dump'}`;
  const target = path.resolve(positionals[0] ?? path.join(folder, 'backups', name));
  let shownPct = 0;
  const tables = await backupStore(place, target, (share) => {
    const pct = Math.floor(share * 100);
    if (pct < shownPct + 10) return;
    shownPct = pct;
    console.log(`${pct} %`);
  });
  printTables(tables);
  console.log(`The store was copied to ${target}.`);
} catch (thrown) {
  console.error(`The store was not copied: ${textOf(thrown)}`);
  process.exitCode = 1;
}
