import { defineErrors, type NodeApi } from '../nodes/kernel/index.ts';

const errors = defineErrors({
  missing_node_type: { status: 501, message: ({ value }) => `The node type ${String(value)} is not installed.` },
});

interface RuntimeState {
  readonly id?: string;
  readonly payload?: { readonly error?: string; readonly types?: readonly string[] };
}

/**
 * Node-RED starts no flow at all while one node's type is missing. A gateway must: each missing type becomes a red node
 * that answers its messages with the reason, and everything else runs.
 */
export function standInForMissingTypes(red: NodeApi, report: (text: string) => void): void {
  red.events.on('runtime-event', (event) => {
    const { id, payload } = event as RuntimeState;
    if (id !== 'runtime-state' || payload?.error !== 'missing-types') return;
    // After the event: Node-RED has not yet left the start that it gives up.
    setImmediate(() => {
      // Node-RED takes each type out of its list as it is registered.
      for (const type of [...(payload.types ?? [])]) {
        if (type.startsWith('subflow:')) continue;
        report(`The node type ${type} is not installed: its nodes do not run, everything else does.`);
        standIn(red, type);
      }
    });
  });
}

function standIn(red: NodeApi, type: string): void {
  red.nodes.registerType(type, function (config) {
    red.nodes.createNode(this, config);
    this.status({ fill: 'red', shape: 'ring', text: 'not installed' });
    this.on('input', (_message, _send, done) => done(errors.missing_node_type({ value: type })));
  });
}
