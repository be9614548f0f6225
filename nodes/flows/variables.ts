import { choiceVariable, listVariable } from '../kernel/index.ts';
import { rawFamilies } from './write-guard.ts';

export const variables = {
  ALLOW_RAW_NODES: listVariable(choiceVariable(rawFamilies, { doc: '', default: 'tcp' }), {
    doc: 'Nodes that the gateway refuses in flows unless they are named here, because they reach devices around the safety guard: tcp, udp, exec, and modules (function nodes that load npm modules).',
    default: [],
    shownDefault: 'none',
  }),
};
