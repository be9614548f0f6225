import assert from 'node:assert/strict';
import { parseExposition } from '../../../nodes/servers/exposition.ts';

describe('exposition', () => {
  const text = [
    '# TYPE up gauge',
    'up 1',
    'size{mount="/a \\"b\\"",type="x"} 1.5e3',
    'size{mount="/c",type="x"} NaN',
    'other{a="b"} 3',
  ].join('\n');
  const exposition = parseExposition(text, /^(?:up|size)[ {]/);

  it('reads labels, exponents and escapes', () => {
    assert.equal(exposition.value('up'), 1);
    assert.deepEqual(exposition.samples('size')[0]?.labels, { mount: '/a "b"', type: 'x' });
    assert.deepEqual(
      [...exposition.byLabel('size', 'mount')],
      [
        ['/a "b"', 1500],
        ['/c', NaN],
      ],
    );
  });

  it('leaves out what is not wanted, and has no value for what is not there', () => {
    assert.deepEqual(exposition.samples('other'), []);
    assert.equal(exposition.value('other'), null);
  });

  it('refuses a line that it cannot read, and finds nothing in a page of HTML', () => {
    assert.throws(() => parseExposition('up{a="b" 1', /^up/), { code: 'source_not_understood' });
    assert.equal(parseExposition('<html>\n<body>up 1</body>', /^up/).value('up'), null);
  });
});
