import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../faults/support/wait.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { skipWithout } from '../support/skip.ts';
import { untilReady } from '../support/until-ready.ts';

const script = path.resolve(import.meta.dirname, '../clients/ovos_examples.py');
const withRequests = skipWithout(['python3', '-c', 'import requests'], 'python3-requests');

describe('voice assistant of contract 003', () => {
  let gateway: TestGateway | undefined;

  after(() => gateway?.stop());

  withRequests('gets the answers to its seven questions', async function () {
    this.timeout(420_000);
    const started = await startGateway({ env: { BUSBAR_MODE: 'production', SIMULATED_HISTORY_DAYS: '30' } });
    gateway = started;
    const { auth = '' } = await started.keys();
    await untilReady(started.port);
    const isComplete = () => started.logs().includes('The simulated history is complete');
    await until(isComplete, { what: 'the simulated past is there', withinMs: 300_000 });
    const { stdout } = await promisify(execFile)('python3', [script, started.url, auth]);
    assert.deepEqual(
      stdout.trim().split('\n').map((line) => line.slice(0, 2)), // prettier-ignore
      ['1.', '2.', '3.', '4.', '5.', '6.', '7.'],
      stdout,
    );
  });
});
