import type { NodeApi } from '../nodes/kernel/index.ts';
import { nodeRedStarting } from './node-red-starting.ts';

/** Node-RED's settings cannot reach its HTTP server and its events; a plugin can, before the first flow starts. */
export default function plugin(red: NodeApi): void {
  nodeRedStarting.get()(red);
}
