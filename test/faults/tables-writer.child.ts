/**
 * Posts bulk inserts without end, several at once, so that they share commits. Prints the number of each insert that was
 * acknowledged: `node tables-writer.child.ts <folder> <first number>`.
 */
import { writeSync } from 'node:fs';
import { Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { tableAnswers } from '../../nodes/tables/answer-table.ts';
import { bessReadings } from '../../nodes/tables/catalogue/microgrid-tables.ts';
import { tableStoreModule } from '../../nodes/tables/index.ts';
import { TableService } from '../../nodes/tables/table-service.ts';
import { killedRows } from './support/killed-rows.ts';

const atOnce = 4;
const [folder = '', firstNumber = '0'] = process.argv.slice(2);
const report = (text: string): void => console.error(text);
const store = await Store.open({ folder, modules: [tableStoreModule], maxMb: 1024, clock: systemClock, report });
const service = new TableService({ store, clock: systemClock, report });
let next = Number(firstNumber);

async function post(): Promise<never> {
  for (;;) {
    const insert = next++;
    const request = { search: '', body: killedRows(insert) };
    await tableAnswers.insert({ service, table: bessReadings, request, scope: undefined });
    writeSync(process.stdout.fd, `${insert}\n`);
  }
}

await Promise.all(Array.from({ length: atOnce }, post));
