import type { KnipConfig } from 'knip';
import { declaredNodes } from './scripts/declared-nodes.ts';

const config: KnipConfig = {
  entry: [
    'settings.ts',
    'boot.ts',
    ...declaredNodes().map(({ source }) => `${source}.ts`),
    'nodes/**/*.worker.ts',
    // Started by URL: a store module of the history's threads, and the processes that tests end.
    'nodes/events/audit-store.ts',
    'test/**/*.child.ts',
    'scripts/*.ts',
    'test/**/*.test.ts',
    'bench/*.ts',
  ],
  project: ['*.ts', 'boot/**/*.ts', 'nodes/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
  // Node-RED finds it in node_modules by itself; the flows use its nodes.
  ignoreDependencies: ['node-red-contrib-modbus'],
};

export default config;
