import assert from 'node:assert/strict';
import { asBusbarError } from '../../../../nodes/kernel/index.ts';
import { Contract, contractFolder } from '../../../../nodes/api/contract/contract.ts';

describe('contract', () => {
  const contract = new Contract(contractFolder, '1.2.3');

  const dialects: [string, string][] = [
    ['/api/v1/dispatch', 'bess'],
    ['/api/v1/telemetry', 'data-platform'],
    ['/api/v1/alarms/42/acknowledge', 'data-platform'],
    ['/api/v1/blocks/block-01/nowhere', 'data-platform'],
    ['/api/v1/telemetryx', 'bess'],
    ['/api/v1/status', 'bess'],
    ['/api/v1/stats', 'data-platform'],
    ['/stats', 'data-platform'],
    ['/health', 'bess'],
    ['/api/v1/health', 'data-platform'],
    ['/api/v1/kpi/nowhere', 'energy-analytics'],
    ['/nowhere', 'bess'],
  ];
  for (const [path, dialect] of dialects) {
    it(`speaks ${dialect} at ${path}`, () => assert.equal(contract.dialectOfPath(path), dialect));
  }

  it('knows operations with parameters that other operations share', () => {
    const operation = contract.operation('GET', '/api/v1/telemetry');
    const query = { sensor_id: '42', start: '2026-02-21' };
    operation?.checkQuery?.(query);
    assert.deepEqual(query, { sensor_id: 42, start: '2026-02-21' });
    assert.throws(() => operation?.checkQuery?.({ start: '2026-02-21' }), { code: 'invalid_value' });
  });

  it('can check every operation: its schemas are compiled when they are first needed', () => {
    for (const { operationId, checkBody, checkParams, checkQuery } of contract.operations) {
      for (const check of [checkBody, checkParams, checkQuery]) {
        try {
          check?.({});
        } catch (thrown) {
          assert.match(asBusbarError(thrown).code, /^(?:invalid|unsafe)_value$/, `${operationId}: ${String(thrown)}`);
        }
      }
    }
  });

  it('names an operation whatever its parameters are', () => {
    assert.ok(contract.names('POST', '/api/v1/alarms/42/shelve'));
    assert.equal(contract.names('GET', '/api/v1/alarms/42/shelve'), false);
  });
});
