import assert from 'node:assert/strict';
import { sameEndpoint } from '../../../nodes/flows/endpoint.ts';

describe('sameEndpoint', () => {
  const cases: [a: string, b: string, same: boolean][] = [
    ['10.0.0.5', '10.0.0.5', true],
    ['10.0.0.5', ' 10.0.0.5 ', true],
    ['10.0.0.5', '10.0.0.50', false],
    ['PLC.Local.', 'plc.local', true],
    ['localhost', '127.0.0.1', true],
    ['::1', 'localhost', true],
    ['[::1]', '0:0:0:0:0:0:0:1', true],
    ['::ffff:10.0.0.5', '10.0.0.5', true],
    ['fe80::1', 'FE80:0::1', true],
    ['fe80::1', 'fe80::2', false],
    ['127.1', '127.0.0.1', false],
    ['2130706433', '127.0.0.1', false],
  ];
  for (const [a, b, same] of cases) {
    it(`${a} and ${b} are ${same ? 'one host' : 'not known to be one host'}`, () => {
      assert.equal(sameEndpoint({ host: a, port: 502 }, { host: b, port: 502 }), same);
    });
  }

  it('tells ports apart', () => {
    assert.equal(sameEndpoint({ host: 'a', port: 502 }, { host: 'a', port: 503 }), false);
  });
});
