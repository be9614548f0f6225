import type { KnipConfig } from 'knip';
import { declaredNodes, declaredPlugins } from './scripts/declared-nodes.ts';

const config: KnipConfig = {
  entry: [
    'settings.ts',
    'boot.ts',
    ...[...declaredNodes().map(({ source }) => source), ...declaredPlugins()].map((source) => `${source}.ts`),
    'nodes/**/*.worker.ts',
    // Started by URL: a store module of the history's threads, and the processes that tests end.
    'nodes/*/*-store.ts',
    'test/**/*.child.ts',
    'test/unit/kernel/jobs.fixture.ts',
    // Used by the tests that start whole gateways.
    'test/support/*.ts',
    'scripts/*.{ts,js}',
    'test/**/*.test.ts',
    'bench/*.ts',
  ],
  project: ['*.ts', 'boot/**/*.ts', 'nodes/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
  // Made by a generator, which exports more than anybody needs.
  ignore: ['nodes/tables/grammar/parser.generated.ts'],
  // A type that a function's signature names is exported with the function.
  exclude: ['types'],
  // Node-RED finds the first by itself; the front door serves files of the next two; tests load core nodes of the last.
  ignoreDependencies: ['node-red-contrib-modbus', 'redoc', 'swagger-ui-dist', '@node-red/.+'],
};

export default config;
