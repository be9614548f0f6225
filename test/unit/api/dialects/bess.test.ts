import assert from 'node:assert/strict';
import { bess } from '../../../../nodes/api/dialects/bess.ts';
import { BusbarError } from '../../../../nodes/kernel/index.ts';

describe('dialect of contract 000', () => {
  it('phrases a rejection of the guard', () => {
    const error = new BusbarError('rejected', 422, 'SOC below minimum threshold (5.0%). Current: 4.8%', {
      safety_constraint: 'soc_min',
    });
    assert.deepEqual(bess.errorAnswer(error), {
      status: 422,
      body: {
        status: 'rejected',
        reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
        safety_constraint: 'soc_min',
      },
    });
  });

  it('puts the facts beside any other error', () => {
    const error = new BusbarError('disconnected', 503, 'Modbus is disconnected.', { device_id: 'B1' });
    assert.deepEqual(bess.errorAnswer(error), {
      status: 503,
      body: { error: 'disconnected', message: 'Modbus is disconnected.', device_id: 'B1' },
    });
  });

  it('does not send a long value back', () => {
    const { body } = bess.errorAnswer(new BusbarError('x', 400, 'x', { value: 'y'.repeat(60_000) }));
    assert.ok(JSON.stringify(body).length < 200);
  });
});
