import assert from 'node:assert/strict';
import { PeerList } from '../../../../nodes/devices/northbound/peer-list.ts';

describe('peer-list', () => {
  for (const [listed, address, isIn] of [
    ['127.0.0.1, ::1', '127.0.0.1', true],
    ['127.0.0.1, ::1', '::1', true],
    ['127.0.0.1, ::1', '::ffff:127.0.0.1', true],
    ['127.0.0.1, ::1', '127.0.0.2', false],
    ['192.168.1.0/24', '192.168.1.255', true],
    ['192.168.1.0/24', '::ffff:192.168.1.7', true],
    ['192.168.1.0/24', '192.168.2.1', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['fd00::/8,10.0.0.9', 'fd12::1', true],
    ['fd00::/8,10.0.0.9', '10.0.0.9', true],
    ['fd00::/8,10.0.0.9', '10.0.0.8', false],
    ['127.0.0.1', '', false],
  ] as const) {
    it(`${listed} ${isIn ? 'has' : 'has not'} ${address || 'a peer without an address'}`, () => {
      assert.equal(new PeerList(listed).has(address), isIn);
    });
  }

  for (const [listed, entry] of [
    ['', ''],
    ['127.0.0.1,', ''],
    ['scada.local', 'scada.local'],
    ['10.0.0.0/33', '10.0.0.0/33'],
    ['10.0.0.0/', '10.0.0.0/'],
    ['10.0.0.0/8/8', '10.0.0.0/8/8'],
    ['::/129', '::/129'],
    ['10.0.0', '10.0.0'],
  ] as const) {
    it(`refuses "${listed}"`, () => {
      assert.throws(() => new PeerList(listed), { code: 'bad_peer', facts: { field: 'allow', value: entry } });
    });
  }
});
