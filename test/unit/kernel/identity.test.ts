import assert from 'node:assert/strict';
import { type Identity, identityOf, setIdentity } from '../../../nodes/kernel/index.ts';

describe('identity of a request', () => {
  const identity: Identity = { keyId: 'k1', scopes: new Set(['dispatch']), arrivedAt: 5 };

  it('belongs to the request itself and to no copy of it', () => {
    const request = { path: '/api/v1/dispatch' };
    setIdentity(request, identity);
    assert.equal(identityOf(request), identity);
    assert.equal(identityOf({ ...request }), undefined);
    assert.deepEqual(Object.keys(request), ['path']);
  });

  for (const stranger of [undefined, null, 'req', 7, {}, { keyId: 'k1' }]) {
    it(`is not found for ${JSON.stringify(stranger)}`, () => assert.equal(identityOf(stranger), undefined));
  }
});
