import assert from 'node:assert/strict';
import { dialects } from '../../../../nodes/api/dialects/index.ts';
import { apiErrors } from '../../../../nodes/api/errors.ts';
import { BusbarError, type ErrorFacts } from '../../../../nodes/kernel/index.ts';

const { microgrid } = dialects;

function answer(code: string, status: number, message = '', facts: ErrorFacts = {}): [number, unknown] {
  const { status: answered, body } = microgrid.errorAnswer(new BusbarError(code, status, message, facts));
  return [answered, body];
}

describe('dialect of the microgrid contract', () => {
  it('has exactly code, details, hint and message', () => {
    const facts = { details: 'Key (device_id, time)=(…) already exists.', value: 'not shown' };
    assert.deepEqual(answer('23505', 409, 'duplicate key value violates unique constraint', facts), [
      409,
      {
        code: '23505',
        details: 'Key (device_id, time)=(…) already exists.',
        hint: null,
        message: 'duplicate key value violates unique constraint',
      },
    ]);
  });

  for (const [error, status, code, message] of [
    [apiErrors.unauthorized(), 401, 'PGRST301', /key/],
    [apiErrors.forbidden({ limit: 'write' }), 403, '42501', /scope write/],
    [apiErrors.too_many_requests({ retry_after_s: 1 }), 429, '53400', /1 s/],
    [apiErrors.malformed_json({ limit: 'it ended' }), 400, 'PGRST102', /^Empty or invalid json$/],
    [apiErrors.body_missing(), 400, 'PGRST102', /^Empty or invalid json$/],
    [
      apiErrors.unsupported_media_type({ value: 'text/plain' }),
      400,
      'PGRST102',
      /^Content-Type not acceptable: text\/plain$/,
    ],
    [apiErrors.body_too_large({ limit: 9 }), 413, '54000', /at most 9 bytes/],
    [apiErrors.route_closed({ value: 'x' }), 503, '57P03', /closed/],
    [apiErrors.deadline_passed({ limit: '10 s' }), 504, '57014', /^canceling statement due to statement timeout$/],
    [apiErrors.misdirected(), 421, 'PGRST125', /host/],
    [apiErrors.not_found({ value: 'GET /rest/v1/nowhere' }), 404, 'PGRST205', /'public\.nowhere'/],
    [apiErrors.not_found({ value: 'POST /rest/v1/rpc/nothing' }), 404, 'PGRST202', /public\.nothing/],
    [apiErrors.not_found({ value: 'PUT /rest/v1/market_data' }), 405, 'PGRST117', /PUT/],
    [apiErrors.not_found({ value: 'GET /rest/v1/a/b/c' }), 404, 'PGRST125', /path/],
  ] as const) {
    it(`answers ${error.code} (${String(error.facts.value)}) with ${code}`, () => {
      const { status: answered, body } = microgrid.errorAnswer(error);
      const { code: shown, message: text, ...rest } = body as Record<string, unknown>;
      assert.deepEqual([answered, shown, Object.keys(rest)], [status, code, ['details', 'hint']]);
      assert.match(String(text), message);
    });
  }

  it('shows the id of an internal error, and nothing of it', () => {
    const [, body] = answer('internal', 500, 'Internal error; the log has the details.', { error_id: 'abc' });
    assert.deepEqual(body, {
      code: 'XX000',
      details: 'Error id: abc',
      hint: null,
      message: 'Internal error; the log has the details.',
    });
  });
});
