import { createRequire } from 'node:module';
import path from 'node:path';
import { build, buildIsDue } from './build.ts';
import { root } from './run.ts';

if (buildIsDue()) {
  await build().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}

// Node-RED runs in this very process, so that signals reach it and its start is not paid for twice.
const nodeRed = createRequire(import.meta.url).resolve('node-red/red.js');
process.argv = [process.execPath, nodeRed, '--settings', path.join(root, 'settings.ts'), ...process.argv.slice(2)];
createRequire(import.meta.url)(nodeRed);
