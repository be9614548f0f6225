export { type FlowNode, labelOf, subflowOf, wiresOf } from './flow-node.ts';
export { type FlowFile, lintFlows } from './lint.ts';
export type { FlowReport } from './merge.ts';
export { formatNodes } from './stable-form.ts';
export { createFlowStorage, type FlowStorage } from './storage.ts';
export { variables } from './variables.ts';
