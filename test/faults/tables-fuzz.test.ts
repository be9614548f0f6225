import assert from 'node:assert/strict';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ContractDocument } from '../support/contract-document.ts';
import { type Answer, ask } from '../support/http.ts';
import { RunningMicrogrid } from '../unit/tables/running-microgrid.fixture.ts';
import { type AnyRequest, AnyRestRequest } from './support/any-rest-request.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const requests = scaled(50_000);
const atOnce = 16;
const hangLimitMs = 5000;

/** Forms of an answer that the contract's schemas describe. */
const isJson = (answer: Answer): boolean => /^application\/json/.test(answer.headers['content-type'] ?? '');

describe('tables under fuzzed requests', () => {
  const contract = new ContractDocument('microgrid-rest');
  const random = new Random(seed);
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const statuses = new Map<number, number>();
  let folder: string;
  let microgrid: RunningMicrogrid;

  before(async function () {
    this.timeout(30_000);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-tables-fuzz-'));
    microgrid = await new RunningMicrogrid({ folder, url: '' }).start();
  });
  after(async () => {
    agent.destroy();
    await microgrid.stop();
    rmSync(folder, { recursive: true });
  });

  async function send(request: AnyRequest): Promise<Answer> {
    const { port } = new URL(microgrid.url);
    const headers = { apikey: microgrid.keys['unlimited'] ?? '', ...request.headers };
    return ask({ ...request, headers, port: Number(port), agent, timeoutMs: hangLimitMs });
  }

  function check(request: AnyRequest, answer: Answer): void {
    const { status } = answer;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    assert.ok(status < 500, `${status} ${answer.text}`);
    if (request.method === 'HEAD' || answer.text === '') return;
    // A cast makes a value of another type.
    if (isJson(answer) && !(status < 300 && request.path.includes('::'))) contract.assertDocumented(request, answer);
  }

  async function sendMany(share: number): Promise<void> {
    for (let sent = 0; sent < share; sent += 1) {
      const request = new AnyRestRequest(random).make();
      try {
        check(request, await send(request));
      } catch (thrown) {
        throw new Error(`seed ${seed}: ${JSON.stringify(request)}: ${String(thrown)}`, { cause: thrown });
      }
    }
  }

  it(`answers each of ${requests}, never by 5xx, as the contract says`, async function () {
    this.timeout(60_000 + requests * 20);
    await Promise.all(Array.from({ length: atOnce }, () => sendMany(Math.ceil(requests / atOnce))));
    assert.deepEqual(microgrid.reports, []);
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
    printFigures(`seed ${seed}: ${requests} requests: ${counts.join(', ')}`);
    assert.ok((statuses.get(200) ?? 0) > requests / 20, 'too few requests were understood');
    assert.ok((statuses.get(201) ?? 0) > requests / 200, 'too few rows were stored');
  });
});
