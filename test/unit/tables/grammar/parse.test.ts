import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Condition, Field, Filter, OrderTerm, SelectItem } from '../../../../nodes/tables/grammar/ast.ts';
import { scalarOperators } from '../../../../nodes/tables/grammar/ast.ts';
import { parse } from '../../../../nodes/tables/grammar/parse.ts';
import {
  printColumns,
  printField,
  printLogic,
  printOrder,
  printSelect,
  printTest,
} from '../../../../nodes/tables/grammar/print.ts';

const name = fc.oneof(fc.constantFrom('time', 'soe', 'device_id', 'a b', 'a-b'), fc.string({ minLength: 1 }));
const key = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.string());
const step = fc.record({ arrow: fc.constantFrom('->' as const, '->>' as const), key });
const field: fc.Arbitrary<Field> = fc.record({ column: name, path: fc.array(step, { maxLength: 3 }) });

const scalar = fc.record({ operator: fc.constantFrom(...scalarOperators), value: fc.string() });
const list = fc.record({
  operator: fc.constant('in' as const),
  values: fc.array(fc.string(), { minLength: 1 }).filter((values) => values.join('') !== ''),
});
const quantified = fc.record({
  operator: fc.constantFrom('eq' as const, 'like' as const),
  value: fc.string(),
  quantifier: fc.constantFrom('any' as const, 'all' as const),
});
const truth = fc.record({ operator: fc.constant('is' as const), value: fc.constantFrom('null', 'true', 'unknown') });
const test = fc.oneof(scalar, list, quantified, truth);
const condition: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('condition' as const),
  negated: fc.boolean(),
  field,
  test,
});
const { filter } = fc.letrec<{ filter: Filter; group: Filter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 3 }, condition, tie('group')),
  group: fc.record({
    kind: fc.constantFrom('and' as const, 'or' as const),
    negated: fc.boolean(),
    members: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
  }),
}));

/** Generated records have no prototype. */
function assertSame(actual: unknown, generated: unknown): void {
  assert.deepEqual(actual, structuredClone(generated));
}

describe('grammar of the REST dialect', () => {
  it('reads back every field that it prints', () => {
    fc.assert(fc.property(field, (each) => assertSame(parse('filterKey', printField(each)), each)));
  });

  it('reads back every test that it prints, with a value that nothing quotes', () => {
    const each = fc.record({ negated: fc.boolean(), test });
    fc.assert(fc.property(each, (one) => assertSame(parse('filterTest', printTest(one)), one)));
  });

  it('reads back every logic tree that it prints', () => {
    const members = fc.array(filter, { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(members, (each) => assertSame(parse('logic', printLogic(each)), each)));
  });

  it('reads back every select, order and list of columns that it prints', () => {
    const item: fc.Arbitrary<SelectItem> = fc.oneof(
      fc.constant({ kind: 'all' as const }),
      fc.record(
        { kind: fc.constant('field' as const), field, alias: name, cast: fc.constantFrom('text', 'int4') },
        { requiredKeys: ['kind', 'field'] },
      ),
    );
    const term: fc.Arbitrary<OrderTerm> = fc.record(
      {
        field,
        direction: fc.constantFrom('asc' as const, 'desc' as const),
        nulls: fc.constantFrom('first' as const, 'last' as const),
      },
      { requiredKeys: ['field', 'direction'] },
    );
    const some = { minLength: 1, maxLength: 4 };
    fc.assert(
      fc.property(fc.array(item, some), fc.array(term, some), fc.array(name, some), (items, terms, names) => {
        assertSame(parse('select', printSelect(items)), items);
        assertSame(parse('order', printOrder(terms)), terms);
        assertSame(parse('columns', printColumns(names)), names);
      }),
    );
  });

  it('answers any text with a tree or with PGRST100', () => {
    const rules = [
      'filterKey',
      'filterTest',
      'logic',
      'select',
      'order',
      'columns',
      'arrayLiteral',
      'changeFilter',
    ] as const;
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'().,:"\\->{}*eqornotin!= '.split('')), maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...rules), text, (rule, each) => {
        try {
          parse(rule, each);
        } catch (thrown) {
          assert.equal((thrown as { code?: string }).code, 'PGRST100');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a tree that is too deep for its stack', () => {
    const deep = '(and'.repeat(5000);
    assert.throws(() => parse('logic', deep), { code: 'PGRST100' });
  });

  const fields = (texts: readonly string[]) => texts.map((column) => ({ column, path: [] }));

  for (const [text, values] of [
    ['in.(a,b)', ['a', 'b']],
    ['in.()', []],
    ['in.("a,b",c)', ['a,b', 'c']],
    ['in.("a\\"b")', ['a"b']],
    ['in.("a"b,c)', ['"a"b', 'c']],
    ['in.( a, b)', ['a', ' b']],
  ] as const) {
    it(`reads ${text} as a list`, () => {
      assert.deepEqual(parse('filterTest', text), { negated: false, test: { operator: 'in', values } });
    });
  }

  it('keeps quotes where a value stands alone, and takes them off in a tree', () => {
    assert.deepEqual(parse('filterTest', 'eq."x"').test, { operator: 'eq', value: '"x"' });
    const [condition] = parse('logic', '(name.eq."a,b")');
    assert.deepEqual(condition, {
      kind: 'condition',
      negated: false,
      field: fields(['name'])[0],
      test: { operator: 'eq', value: 'a,b' },
    });
  });

  it("takes the contract's or=( inside of a tree, and the form that clients send", () => {
    const contract = parse('logic', '(device_id.eq.uuid,or=(soe.lt.20,soe.gt.80))');
    assert.deepEqual(contract, parse('logic', '(device_id.eq.uuid,or(soe.lt.20,soe.gt.80))'));
    assert.deepEqual(parse('logic', '( a.eq.1 , not.and( b.gt.2 ) )').length, 2);
  });

  it('says where and what it did not understand', () => {
    assert.throws(() => parse('filterTest', 'foo.5'), {
      code: 'PGRST100',
      status: 400,
      message: '"failed to parse filter (foo.5)" (line 1, column 1)',
    });
  });
});
