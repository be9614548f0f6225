import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FlowNode } from '../../../nodes/flows/flow-node.ts';
import { splitUnits } from '../../../nodes/flows/flow-unit.ts';
import { mergeUnits, overlayOf, type PlacedUnit } from '../../../nodes/flows/merge.ts';
import { hashNodes } from '../../../nodes/flows/stable-form.ts';

/** Flows of a few tabs and loose configuration nodes; equal ids in two flows stand for edits of one thing. */
const flow = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 12 }), home: fc.integer({ min: 0, max: 4 }), text: fc.string() }), {
    selector: ({ id }) => id,
  })
  .map((items) => {
    const tabs = [...new Set(items.map(({ home }) => home))].filter((home) => home > 0);
    return [
      ...tabs.map((home): FlowNode => ({ id: `t${home}`, type: 'tab', label: `Tab ${home}` })),
      ...items.map(({ id, home, text }): FlowNode => {
        const place = home > 0 ? { z: `t${home}`, x: id, y: id, wires: [] } : {};
        return { id: `n${id}`, type: 'debug', text, ...place };
      }),
    ];
  });

const place = (nodes: readonly FlowNode[]): PlacedUnit[] =>
  splitUnits(nodes).map((unit) => ({ file: unit.kind === 'tab' ? `10-${unit.id}.json` : '00-config.json', unit }));

const nodesOf = (units: readonly PlacedUnit[]) => units.flatMap(({ unit }) => unit.nodes);

describe('overlay of a flow', () => {
  it('laid over the same release gives the saved flow back', () => {
    fc.assert(
      fc.property(flow, flow, (shipped, saved) => {
        const overlay = overlayOf(splitUnits(saved), place(shipped), []);
        const merged = mergeUnits(place(shipped), overlay);
        assert.equal(hashNodes(nodesOf(merged.units)), hashNodes(saved));
        assert.deepEqual(merged.reports, []);
      }),
    );
  });

  it('is the same however often the same flow is saved', () => {
    fc.assert(
      fc.property(flow, flow, flow, (shipped, first, second) => {
        const once = overlayOf(splitUnits(second), place(shipped), overlayOf(splitUnits(first), place(shipped), []));
        assert.deepEqual(overlayOf(splitUnits(second), place(shipped), once), once);
      }),
    );
  });

  it('laid over any other release never gives an id twice', () => {
    fc.assert(
      fc.property(flow, flow, flow, (shipped, saved, upgrade) => {
        const overlay = overlayOf(splitUnits(saved), place(shipped), []);
        const merged = nodesOf(mergeUnits(place(upgrade), overlay).units).map(({ id }) => id);
        assert.equal(new Set(merged).size, merged.length);
      }),
    );
  });
});
