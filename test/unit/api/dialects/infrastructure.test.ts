import assert from 'node:assert/strict';
import { infrastructure } from '../../../../nodes/api/dialects/infrastructure.ts';
import { apiErrors } from '../../../../nodes/api/errors.ts';
import { BusbarError } from '../../../../nodes/kernel/index.ts';

describe('errors of contract 004', () => {
  const answerOf = (error: BusbarError) => {
    const { status, body } = infrastructure.errorAnswer(error);
    const { timestamp, ...rest } = body as { timestamp: string };
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
    assert.deepEqual(Object.keys(body as object), ['error', 'detail', 'timestamp', 'status']);
    return [status, rest];
  };

  it('say what HTTP calls it, and what is wrong', () => {
    assert.deepEqual(answerOf(new BusbarError('unknown_server', 404, 'There is no server x.')), [
      404,
      { error: 'Not Found', detail: 'There is no server x.', status: 'error' },
    ]);
  });

  it('are 422 for a mistake in the form of a request', () => {
    const error = apiErrors.invalid_value({ field: 'vm_id', limit: 'of type integer', value: 'x', place: 'path' });
    const [status, body] = answerOf(error);
    assert.equal(status, 422);
    assert.match((body as { detail: string }).detail, /vm_id/);
  });

  it('name the line of the log where they are internal', () => {
    const error = new BusbarError('internal', 500, 'Internal error; the log has the details.', { error_id: 'abc' });
    assert.deepEqual(answerOf(error), [
      500,
      {
        error: 'Internal Server Error',
        detail: 'Internal error; the log has the details. Error id: abc',
        status: 'error',
      },
    ]);
  });
});
