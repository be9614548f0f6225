// JavaScript on purpose: a Node that is too old could not read TypeScript, and what reads it would stay in the gateway's memory.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(`Busbar needs Node 24, this is ${process.version}. "npm ci" brings it along and "npm start" uses it.`);
  process.exit(1);
}

const root = path.resolve(import.meta.dirname, '..');
// A production image has no compiler and ships `dist/` ready.
if (existsSync(path.join(root, 'node_modules', 'typescript'))) {
  const script = path.join(root, 'scripts', 'build.ts');
  const { status } = spawnSync(process.execPath, [script, '--if-due'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

// Node-RED runs in this very process, so that signals reach it and its start is not paid for twice.
const require = createRequire(import.meta.url);
const nodeRed = require.resolve('node-red/red.js');
process.argv = [process.execPath, nodeRed, '--settings', path.join(root, 'dist/settings.js'), ...process.argv.slice(2)];
require(nodeRed);
