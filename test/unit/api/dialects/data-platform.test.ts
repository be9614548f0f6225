import assert from 'node:assert/strict';
import { SchemaCompiler } from '../../../../nodes/api/contract/schema-check.ts';
import { dataPlatform } from '../../../../nodes/api/dialects/data-platform.ts';
import { apiErrors } from '../../../../nodes/api/errors.ts';
import { BusbarError } from '../../../../nodes/kernel/index.ts';

const schemas = new SchemaCompiler({ openapi: '', info: {}, paths: {}, 'x-dialect': '', 'x-path-prefixes': [] });
const checkQuery = schemas.parameters(
  [
    { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 1, maximum: 1000 } },
    { name: 'agg', in: 'query', schema: { type: 'string', enum: ['raw', '1min'] } },
  ],
  'query',
)!;
const checkBody = schemas.body({
  type: 'object',
  required: ['operator'],
  additionalProperties: false,
  properties: {
    operator: { type: 'string', minLength: 1, maxLength: 5, pattern: '\\S' },
    hours: { type: 'number', exclusiveMinimum: 0 },
  },
});

function answerTo(action: () => void): unknown {
  try {
    action();
  } catch (thrown) {
    return dataPlatform.errorAnswer(thrown as BusbarError);
  }
  return undefined;
}

describe('dialect of contract 002', () => {
  it('phrases an error as one sentence', () => {
    const error = new BusbarError('unknown_block', 404, "Block 'x' not found", { value: 'x' });
    assert.deepEqual(dataPlatform.errorAnswer(error), { status: 404, body: { detail: "Block 'x' not found" } });
  });

  it('says which line of the log has more', () => {
    const error = new BusbarError('internal', 500, 'Internal error; the log has the details.', { error_id: 'abc' });
    assert.deepEqual(dataPlatform.errorAnswer(error).body, {
      detail: 'Internal error; the log has the details. Error id: abc',
    });
  });

  const inputs: [string, () => void, object][] = [
    ['a missing parameter', () => checkQuery({}), { loc: ['query', 'limit'], type: 'missing' }],
    ['text for a number', () => checkQuery({ limit: 'x' }), { loc: ['query', 'limit'], type: 'integer_type' }],
    ['too small a number', () => checkQuery({ limit: 0 }), { loc: ['query', 'limit'], type: 'greater_than_equal' }],
    ['too large a number', () => checkQuery({ limit: 1001 }), { loc: ['query', 'limit'], type: 'less_than_equal' }],
    ['an unknown choice', () => checkQuery({ limit: 1, agg: '2min' }), { loc: ['query', 'agg'], type: 'enum' }],
    ['an unknown parameter', () => checkQuery({ limit: 1, x: 1 }), { loc: ['query', 'x'], type: 'extra_forbidden' }],
    ['a missing field', () => checkBody({}), { loc: ['body', 'operator'], type: 'missing' }],
    ['too short a text', () => checkBody({ operator: '' }), { loc: ['body', 'operator'], type: 'string_too_short' }],
    [
      'too long a text',
      () => checkBody({ operator: '123456' }),
      { loc: ['body', 'operator'], type: 'string_too_long' },
    ],
    [
      'a blank text',
      () => checkBody({ operator: ' ' }),
      { loc: ['body', 'operator'], type: 'string_pattern_mismatch' },
    ],
    ['zero hours', () => checkBody({ operator: 'a', hours: 0 }), { loc: ['body', 'hours'], type: 'greater_than' }],
    ['a list for a body', () => checkBody([]), { loc: ['body'], type: 'object_type' }],
  ];
  for (const [title, action, { ...expected }] of inputs) {
    it(`lists ${title}`, () => {
      const { status, body } = answerTo(action) as { status: number; body: { detail: { msg: string }[] } };
      const [{ msg, ...found } = { msg: '' }, ...others] = body.detail;
      assert.deepEqual([status, found, others], [422, expected, []]);
      assert.match(msg, /^The .* must be /);
    });
  }

  it('lists what a node refused, in the place that it names', () => {
    const error = new BusbarError('bad_time', 422, 'start must be a time.', { field: 'start', place: 'query' });
    assert.deepEqual(dataPlatform.errorAnswer(error).body, {
      detail: [{ loc: ['query', 'start'], msg: 'start must be a time.', type: 'bad_time' }],
    });
  });

  it('calls a missing and an unreadable body 422, too', () => {
    const answers = [
      apiErrors.body_missing({ field: 'body' }),
      apiErrors.malformed_json({ field: 'body', limit: 'x' }),
    ];
    assert.deepEqual(
      answers.map((error) => dataPlatform.errorAnswer(error)),
      [
        { status: 422, body: { detail: [{ loc: ['body'], msg: 'A body is needed.', type: 'missing' }] } },
        {
          status: 422,
          body: { detail: [{ loc: ['body'], msg: 'The body is not valid JSON: x.', type: 'json_invalid' }] },
        },
      ],
    );
  });
});
