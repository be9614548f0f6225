import { defineService, type NodeApi } from '../nodes/kernel/index.ts';

/** What boot does once Node-RED has its server and its events, and before it listens. */
export const nodeRedStarting = defineService<(red: NodeApi) => void>('boot');
