/**
 * Puts a backup in the place of the store of a stopped gateway:
 *   npm run restore -- file
 * The store is that of BUSBAR_DATA and STORE_URL. A previous store file is kept beside it; a database must be empty.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { restoreStore, storePlace } from '../nodes/history/index.ts';
import { textOf } from '../nodes/kernel/index.ts';
import { fileStamp, printTables } from './store-report.ts';

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [source] = positionals;
  if (source === undefined) throw new Error('Usage: npm run restore -- file');
  const folder = process.env['BUSBAR_DATA'] ?? 'data';
  const place = storePlace({ folder, url: process.env['STORE_URL'] });
  const kept = path.join(folder, `store-before-restore-${fileStamp(Date.now())}.db`);
  printTables(await restoreStore(source, place, kept));
  console.log(`The store was restored from ${source}.`);
} catch (thrown) {
  console.error(`The store was not restored: ${textOf(thrown)}`);
  process.exitCode = 1;
}
