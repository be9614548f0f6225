import assert from 'node:assert/strict';
import { createDecipheriv, createHash } from 'node:crypto';
import { emptyCredentials } from '../../../nodes/flows/empty-credentials.ts';

describe('empty credentials', () => {
  it('are an empty object to whoever has the secret', () => {
    const { $: text } = emptyCredentials('secret');
    const key = createHash('sha256').update('secret').digest();
    const decipher = createDecipheriv('aes-256-ctr', key, Buffer.from(text.slice(0, 32), 'hex'));
    assert.equal(decipher.update(text.slice(32), 'base64', 'utf8') + decipher.final('utf8'), '{}');
  });

  it('never use an initial vector twice', () => {
    assert.notEqual(emptyCredentials('secret').$, emptyCredentials('secret').$);
  });
});
