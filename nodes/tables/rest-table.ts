import { choice, defineErrors, defineNode, text } from '../kernel/index.ts';
import { tableAnswers, tableVerbs } from './answer-table.ts';
import type { Table } from './catalogue/table.ts';
import { tableFromText } from './catalogue/table-definition.ts';
import { restRequestOf, sitesOf, withAnswer } from './http-exchange.ts';
import { type Microgrid, microgridService } from './microgrid.ts';

const errors = defineErrors({
  table_unknown: {
    status: 500,
    message: ({ value }) => `There is no table ${String(value)}; give it columns in one of its nodes.`,
  },
  table_taken: {
    status: 500,
    message: ({ value }) => `The table ${String(value)} is one of the gateway's own; its columns are fixed.`,
  },
});

/** Reads and writes the rows of one table as contract 001 has it. */
export default defineNode({
  type: 'busbar-rest-table',
  version: 1,
  fields: {
    table: text({ required: true }),
    verb: choice(tableVerbs, { default: 'select' }),
    columns: text(),
  },
  open({ config: { table: name, verb, columns }, status, fail }) {
    const described = columns === '' ? undefined : tableFromText(name, columns);
    const defined = described && define(microgridService.get(), described);
    defined?.then(() => status({ level: 'ok', text: name }), fail);
    return {
      async input(message) {
        await defined;
        const { tables, registry } = microgridService.get();
        const table = tables.table(name);
        if (!table) throw errors.table_unknown({ value: name });
        const request = restRequestOf(message, verb === 'select');
        const scope = registry.scopeOf(sitesOf(message));
        return withAnswer(message, await tableAnswers[verb]({ service: tables, table, request, scope }));
      },
    };
  },
});

/** Rejects with `table_taken` and like the store. */
async function define({ tables }: Microgrid, table: Table): Promise<void> {
  const known = tables.table(table.name);
  if (known && known.storedAs === undefined) throw errors.table_taken({ value: table.name });
  await tables.define(table);
}
