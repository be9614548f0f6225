import assert from 'node:assert/strict';
import { drawTab } from '../../../scripts/flow-picture.ts';

const tab = { id: 't', type: 'tab', label: 'Read & <write>' };
const members = [
  { id: 'g', type: 'group', z: 't', name: 'Battery', x: 20, y: 20, w: 400, h: 80 },
  { id: 'a', type: 'busbar-site', z: 't', x: 100, y: 60, wires: [['b', 'gone']] },
  { id: 'b', type: 'subflow:s', z: 't', x: 300, y: 60, wires: [] },
  { id: 'c', type: 'mqtt-broker', z: 't' },
];
const picture = drawTab(tab, members, {
  colourOf: (type) => (type === 'busbar-site' ? '#c7e9c0' : '#dddddd'),
  subflowNames: new Map([['s', 'Modbus device']]),
});

describe('drawTab', () => {
  it('names the tab, the groups and the nodes, and escapes what they say', () => {
    assert.match(picture, /<title>Read &amp; &lt;write&gt;<\/title>/);
    for (const label of ['Battery', 'site', 'Modbus device']) assert.ok(picture.includes(`>${label}</text>`), label);
  });

  it('draws a wire for each target that stands in the tab', () => {
    assert.equal(picture.match(/<path /g)?.length, 1);
  });

  it('colours nodes by their type and leaves configuration nodes out', () => {
    assert.ok(picture.includes('fill="#c7e9c0"'));
    assert.ok(!picture.includes('mqtt-broker'));
  });

  it('frames everything', () => {
    assert.match(picture, /viewBox="-10 -29 460 144"/);
  });

  it('draws an empty tab as an empty sheet', () => {
    assert.match(drawTab(tab, [], { colourOf: () => '', subflowNames: new Map() }), /^<svg [^>]*viewBox="-30 -49 /);
  });
});
