import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../../test/support/free-port.ts';
import type { BenchContext } from './benchmark.ts';
import { type Program, startProgram } from './program.ts';

/** Node-RED as it comes, without anything of this project. */
export interface NodeRed {
  readonly port: number;
  readonly program: Program;
  /** From the start of the process to the first answer of the editor's page, milliseconds. */
  readonly firstAnswerMs: number;
}

export async function startNodeRed(context: BenchContext, flows: readonly object[]): Promise<NodeRed> {
  const [port] = (await freePorts(1)) as [number];
  const userDir = mkdtempSync(path.join(context.folder, 'node-red-'));
  const flowFile = path.join(userDir, 'flows.json');
  const settings = path.join(userDir, 'settings.cjs');
  writeFileSync(flowFile, JSON.stringify(flows));
  writeFileSync(settings, `module.exports = ${JSON.stringify(bareSettings(userDir, flowFile, port))};`);
  const program = startProgram(context, import.meta.resolve('node-red/red.js'), ['--settings', settings]);
  const firstAnswerMs = await program.untilAnswer(`http://127.0.0.1:${port}/`, [200]);
  return { port, program, firstAnswerMs };
}

/** Nothing may reach out of the machine. */
function bareSettings(userDir: string, flowFile: string, uiPort: number): unknown {
  return { userDir, flowFile, uiPort, uiHost: '127.0.0.1', telemetry: { enabled: false, updateNotification: false } };
}

/** The shortest flow that answers a request. */
export const answeringFlow: readonly object[] = [
  { id: 'tab', type: 'tab', label: 'HTTP' },
  { id: 'in', type: 'http in', z: 'tab', url: '/answer', method: 'get', x: 100, y: 100, wires: [['out']] },
  { id: 'out', type: 'http response', z: 'tab', x: 300, y: 100, wires: [] },
];
