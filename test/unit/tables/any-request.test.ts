import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BusbarError } from '../../../nodes/kernel/index.ts';
import { tableVerbs } from '../../../nodes/tables/answer-table.ts';
import { microgridTables } from '../../../nodes/tables/catalogue/microgrid-tables.ts';
import { planFilters } from '../../../nodes/tables/plan/filter-plan.ts';
import { selectInMemory } from '../../../nodes/tables/plan/select-in-memory.ts';
import { planSelect } from '../../../nodes/tables/plan/select-plan.ts';
import { readRestQuery } from '../../../nodes/tables/request/query-parameters.ts';
import { Binder } from '../../../nodes/tables/sql/binder.ts';
import { filterSql } from '../../../nodes/tables/sql/filter-sql.ts';
import tableStore from '../../../nodes/tables/table-store.ts';
import { memoryConnection } from '../../support/store-engines.ts';
import { ConnectedTables } from './connected-tables.fixture.ts';

const device = '123e4567-e89b-12d3-a456-426614174000';
const columns = [...new Set(microgridTables.flatMap((table) => table.columns.map(({ name }) => name)))];
const piece = fc.oneof(
  { arbitrary: fc.constantFrom(...columns), weight: 4 },
  fc.constantFrom('eq.', 'neq.', 'gt.', 'in.', 'is.', 'not.', 'like.', 'ilike.', 'cs.', 'isdistinct.', 'eq(any).'),
  fc.constantFrom('or', 'and', 'select', 'order', 'limit', 'offset', 'columns', 'on_conflict'),
  fc.constantFrom('=', '&', '(', ')', ',', '.', ':', '::', '"', '\\', '->', '->>', '{', '}', '*', '%25', '%00', '+'),
  fc.constantFrom('1', '-1', '1e400', 'null', 'true', device, '2024-01-01', 'text', 'int4', '$x', '{"a":[1]}', "'; --"),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const search = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
const headers = fc.record(
  {
    accept: fc.constantFrom('*/*', 'text/csv', 'application/vnd.pgrst.object+json', 'x/y'),
    prefer: fc.constantFrom(
      'count=exact',
      'return=representation',
      'resolution=merge-duplicates',
      'handling=strict,x=y',
    ),
    range: fc.constantFrom('0-1', '5-2', 'x'),
    profile: fc.constantFrom('public', 'flux', 'auth'),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const body = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.dictionary(fc.constantFrom(...columns), fc.jsonValue({ maxDepth: 1 }), { noNullPrototype: true }),
);

describe('any request', () => {
  it('is answered, or refused with a fault of the client', async () => {
    const tables = new ConnectedTables(memoryConnection([tableStore]));
    const verb = fc.constantFrom(...tableVerbs);
    const table = fc.constantFrom(...microgridTables.map(({ name }) => name));
    const property = fc.asyncProperty(verb, table, search, body, headers, async (asked, name, text, content, more) => {
      try {
        const { status } = await tables.ask(asked, name, { search: text, body: content, ...more });
        assert.ok(status < 300);
      } catch (thrown) {
        assert.ok(thrown instanceof BusbarError, String(thrown));
        assert.ok(thrown.status >= 400 && thrown.status < 500, thrown.message);
      }
    });
    await fc.assert(property, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) });
  }).timeout(600_000);

  const literal = fc.string({ minLength: 4 }).filter((text) => !/[*%_\\]/.test(text));

  it('puts no literal into SQL', () => {
    const table = microgridTables.find(({ name }) => name === 'mg_device_registry')!;
    const operator = fc.constantFrom('eq' as const, 'like' as const, 'gt' as const);
    fc.assert(
      fc.property(literal, literal, operator, (value, key, name) => {
        const path = [{ arrow: '->>', key: `k${key}` }] as const;
        const where = planFilters(table, [
          {
            kind: 'condition',
            negated: false,
            field: { column: 'metadata', path },
            test: { operator: name, value: `v${value}` },
          },
        ]);
        for (const engine of ['sqlite', 'postgres'] as const) {
          const binder = new Binder();
          const sql = filterSql(where, engine, binder);
          assert.ok(!sql.includes(value) && !sql.includes(key), sql);
          assert.equal(Object.keys(binder.parameters).length > 1, true);
        }
      }),
    );
  });

  it('finds the same rows in memory as in the store', async () => {
    const tables = new ConnectedTables(memoryConnection([tableStore]));
    const soes = [null, -1, 0, 20, 20.5, 80, 100];
    const rows = soes.map((soe, at) => ({
      device_id: device,
      time: `2024-01-01T00:00:0${at}Z`,
      soe,
      command_source: soe === null ? 1 : null,
    }));
    await tables.ask('insert', 'mg_bess_readings', { body: rows });
    const table = tables.service.table('mg_bess_readings')!;
    const page = { offset: 0, limit: undefined };
    const every = await tables.service.rows(planSelect(table, readRestQuery(''), page, false));
    const number = fc.constantFrom('-1', '0', '20', '20.5', '99');
    const atom = fc.oneof(
      fc
        .tuple(fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'isdistinct'), number)
        .map(([operator, value]) => `soe.${operator}.${value}`),
      fc.array(number).map((values) => `soe.in.(${values.join(',')})`),
      fc.constantFrom('soe.is.null', 'soe.not.is.null', 'command_source.is.not_null', 'command_source.not.eq.1'),
    );
    const group = fc.tuple(
      fc.constantFrom('and', 'or', 'not.and', 'not.or'),
      fc.array(atom, { minLength: 1, maxLength: 4 }),
    );
    const asked = fc.tuple(
      group,
      group,
      fc.constantFrom('soe', 'soe.desc', 'soe.asc.nullsfirst', 'command_source,soe'),
    );
    await fc.assert(
      fc.asyncProperty(asked, async ([[a, first], [b, second], order]) => {
        const query = readRestQuery(`${a}=(${first.join(',')},${b}(${second.join(',')}))&order=${order}`);
        const plan = planSelect(table, query, page, false);
        const ids = (found: readonly Readonly<Record<string, unknown>>[]) => found.map(({ id }) => id);
        assert.deepEqual(ids(selectInMemory(plan, every).rows), ids(await tables.service.rows(plan)));
      }),
    );
  });
});
