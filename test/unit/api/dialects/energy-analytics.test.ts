import assert from 'node:assert/strict';
import { SchemaCompiler } from '../../../../nodes/api/contract/schema-check.ts';
import { energyAnalytics } from '../../../../nodes/api/dialects/energy-analytics.ts';
import { apiErrors } from '../../../../nodes/api/errors.ts';
import { BusbarError } from '../../../../nodes/kernel/index.ts';

const schemas = new SchemaCompiler({ openapi: '', info: {}, paths: {}, 'x-dialect': '', 'x-path-prefixes': [] });
const checkQuery = schemas.parameters(
  [
    { name: 'machine_id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } },
    { name: 'hours', in: 'query', schema: { type: 'integer', minimum: 1 } },
  ],
  'query',
)!;
const machine_id = 'c0000000-0000-0000-0000-000000000001';

function answerTo(query: object): unknown {
  try {
    checkQuery(query);
  } catch (thrown) {
    return energyAnalytics.errorAnswer(thrown as BusbarError);
  }
  return undefined;
}

const listed = (entry: object) => ({ status: 422, body: { detail: [entry] } });

describe('dialect of contract 003', () => {
  it('phrases an error as one sentence', () => {
    const error = new BusbarError('unknown_machine', 404, 'Machine not found', { field: 'machine_id', value: 'x' });
    assert.deepEqual(energyAnalytics.errorAnswer(error), { status: 404, body: { detail: 'Machine not found' } });
  });

  it('lists a missing parameter in the words of the contract', () => {
    const missing = { type: 'missing', loc: ['query', 'machine_id'], msg: 'Field required', input: null };
    assert.deepEqual(answerTo({}), listed(missing));
  });

  it('lists a parameter that a node missed under both of its names', () => {
    const facts = { field: 'start_time', limit: 'a time', value: undefined, rule: 'required', place: 'query' };
    const error = new BusbarError('bad_value', 422, 'start_time must be a time, found undefined.', facts);
    const missing = { type: 'missing', loc: ['query', 'start_time'], msg: 'Field required', input: null };
    assert.deepEqual(energyAnalytics.errorAnswer(error), listed(missing));
  });

  it('lists a wrong parameter with what was found', () => {
    const format = { type: 'value_error', loc: ['query', 'machine_id'], msg: 'The machine_id must be a uuid.' };
    assert.deepEqual(answerTo({ machine_id: 'x' }), listed({ ...format, input: 'x' }));
    const limit = { type: 'greater_than_equal', loc: ['query', 'hours'], msg: 'The hours must be at least 1.' };
    assert.deepEqual(answerTo({ machine_id, hours: '0' }), listed({ ...limit, input: 0 }));
  });

  it('shows no more than the beginning of a long input', () => {
    const { body } = answerTo({ machine_id: 'x'.repeat(5000) }) as { body: { detail: { input: string }[] } };
    assert.equal(body.detail[0]?.input, `${'x'.repeat(100)}…`);
  });

  it('lists what a node refuses, in the body where the place is not a parameter', () => {
    const facts = { field: 'constraints.production_target', limit: 'at most 700', value: 1000 };
    const error = new BusbarError('infeasible_schedule', 422, 'No schedule makes 1000 pieces.', facts);
    assert.deepEqual(
      energyAnalytics.errorAnswer(error),
      listed({
        type: 'infeasible_schedule',
        loc: ['body', 'constraints', 'production_target'],
        msg: 'No schedule makes 1000 pieces.',
        input: 1000,
      }),
    );
  });

  it('calls a missing body 422, too', () => {
    const missing = { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
    assert.deepEqual(energyAnalytics.errorAnswer(apiErrors.body_missing({ field: 'body' })), listed(missing));
  });
});
