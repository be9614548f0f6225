import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isoUtc } from '../../nodes/kernel/index.ts';
import { ContractDocument } from '../support/contract-document.ts';
import { type Answer, ask } from '../support/http.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { addKeys } from '../support/test-keys.ts';
import { untilReady } from '../support/until-ready.ts';
import { until } from '../faults/support/wait.ts';
import { assertMatches } from './matchers.ts';

const ample = '100000/100000';
const historyDays = 21;

/** What is sent: a JSON `body`, a `text` as it stands, or a body of so many `blanks`. */
interface CaseRequest {
  readonly method: string;
  /** Here and in the body `<now-60>` stands for the time so many seconds ago, `<date+1>` for the date so many days on. */
  readonly path: string;
  /** Role of one of the first keys, or name of a key that this file makes; null or absent for none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly blanks?: number;
  /** How often it is sent; the last answer counts. */
  readonly times?: number;
  /** What is sent before it, to bring about the state that it needs. */
  readonly before?: readonly Step[];
  /** Questions whose answers hold what `<found>` stands for in the path, and the way to it. */
  readonly found?: Step & { readonly at: readonly string[] };
}

type Step = Omit<CaseRequest, 'before' | 'found' | 'times'>;

interface CaseResponse {
  readonly status: number;
  /** Headers that must be there; others may be. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The whole body: the same fields in the same order; `<kind>` stands for a value that changes. */
  readonly body?: unknown;
  /** For text: what it must contain. */
  readonly contains?: readonly string[];
}

interface Case {
  readonly name: string;
  readonly request: CaseRequest;
  readonly response: CaseResponse;
}

interface CasesOfContract {
  /** Name of the contract's file and of the folder with its cases. */
  readonly name: string;
  /** Answers that no request alone can bring about: the tests of the flows show them. */
  readonly needsAPlant: readonly string[];
}

const contracts: readonly CasesOfContract[] = [
  // A stop must first be latched.
  { name: 'bess-gateway', needsAPlant: ['releaseSafetyLatch 200'] },
  // An alarm must first be raised.
  { name: 'data-platform', needsAPlant: ['acknowledgeAlarm 200', 'resetAlarm 200'] },
  { name: 'microgrid-rest', needsAPlant: [] },
  { name: 'infrastructure', needsAPlant: [] },
  { name: 'energy-analytics', needsAPlant: [] },
];

/** Answers that no request can bring about: the tests of faults show them. */
const notByRequest = new Set(['500', '503', '504']);

function casesOf(contract: string): Case[] {
  const folder = path.join(import.meta.dirname, contract);
  return readdirSync(folder).map((name): Case => {
    const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, name, file), 'utf8'));
    return { name, request: read('request.json') as CaseRequest, response: read('response.json') as CaseResponse };
  });
}

/** The value with its times and dates filled in. */
function timed<T>(value: T): T {
  if (value === undefined) return value;
  const text = JSON.stringify(value)
    .replaceAll(/<now-(\d+)>/g, (_, seconds) => isoUtc(Date.now() - Number(seconds) * 1000))
    .replaceAll(/<date([+-]\d+)>/g, (_, days) => isoUtc(Date.now() + Number(days) * 86_400_000).slice(0, 10));
  return JSON.parse(text) as T;
}

/** The gauges of the battery are set once a second. */
async function untilMeasured(port: number): Promise<void> {
  const measured = async () => (await ask({ port, path: '/metrics' })).text.includes('bess_last_soc_pct{');
  await until(measured, { what: 'the state of charge is measured', withinMs: 3000 });
}

/** The history answers from what was polled, after a first cycle in which every point was read. */
async function untilRecorded(port: number, key: string): Promise<void> {
  const path = '/api/v1/telemetry/latest?block_slug=block-01';
  const recorded = async (): Promise<boolean> => {
    const { text } = await ask({ port, path, headers: { 'X-API-Key': key } });
    return text.includes('CDU-01-T-SUP') && !text.includes('"reason"');
  };
  await until(recorded, { what: 'the sensors of the block are recorded', withinMs: 15_000 });
}

/** Every server of the site was asked twice, which rates need. */
async function untilServersKnown(port: number, key: string): Promise<void> {
  const headers = { 'X-API-Key': key };
  const known = async () => {
    return !(await ask({ port, path: '/api/servers/summary', headers })).text.includes('"cpu_usage":null');
  };
  await until(known, { what: 'every server is known', withinMs: 30_000 });
}

/** Models are trained on weeks. */
async function untilPastIsThere(gateway: TestGateway): Promise<void> {
  const isComplete = () => gateway.logs().includes('The simulated history is complete');
  await until(isComplete, { what: 'the simulated past is there', withinMs: 240_000 });
}

describe('contracts, case by case', () => {
  let gateway: TestGateway;
  let keys: Readonly<Record<string, string>>;

  before(async function () {
    this.timeout(300_000);
    // The cases of all contracts follow each other within seconds; a key of its own shows the limit.
    const env = {
      BUSBAR_MODE: 'production',
      RATE_LIMIT_ANON: ample,
      RATE_LIMIT_FAILURES: ample,
      SIMULATED_HISTORY_DAYS: String(historyDays),
    };
    gateway = await startGateway({ env });
    await untilReady(gateway.port);
    await untilMeasured(gateway.port);
    const oneAMinute = { name: 'one a minute', role: 'anon', limit: { perMinute: 1, burst: 1 } } as const;
    keys = { ...(await gateway.keys()), ...(await addKeys(gateway, [oneAMinute])) };
    await untilRecorded(gateway.port, keys['service'] ?? '');
    await untilServersKnown(gateway.port, keys['service'] ?? '');
    await untilPastIsThere(gateway);
  });
  after(() => gateway.stop());

  function send({ method, path, key, headers, body, text, blanks }: Step): Promise<Answer> {
    const presented = typeof key === 'string' ? { 'X-API-Key': keys[key] ?? assert.fail(`no key ${key}`) } : {};
    const content = text ?? (blanks === undefined ? timed(body) : ' '.repeat(blanks));
    return ask({ port: gateway.port, method, path: timed(path), headers: { ...presented, ...headers }, body: content });
  }

  async function answerTo(request: CaseRequest): Promise<Answer> {
    for (const step of request.before ?? []) await send(step);
    const path = request.found ? request.path.replace('<found>', await foundIn(request.found)) : request.path;
    for (let left = request.times ?? 1; left > 1; left -= 1) await send({ ...request, path });
    return send({ ...request, path });
  }

  async function foundIn({ at, ...step }: NonNullable<CaseRequest['found']>): Promise<string> {
    const { json, text } = await send(step);
    const found = at.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], json);
    assert.ok(typeof found === 'string', `no ${at.join('.')} in ${text}`);
    return found;
  }

  for (const { name, needsAPlant } of contracts) {
    describe(name, () => {
      const contract = new ContractDocument(name);
      const cases = casesOf(name);

      for (const { name, request, response } of cases) {
        it(name, async () => {
          const answer = await answerTo(request);
          assert.equal(answer.status, response.status, answer.text);
          for (const [header, expected] of Object.entries(response.headers)) {
            assertMatches(answer.headers[header.toLowerCase()], expected, header);
          }
          if (response.body !== undefined) {
            assertMatches(answer.json, response.body);
            contract.assertDocumented(request, answer);
          }
          for (const part of response.contains ?? []) assert.ok(answer.text.includes(part), `without ${part}`);
        });
      }

      it('every answer that a request can bring about has a case', () => {
        const shown = new Set(cases.map(({ request, response }) => contract.nameOf(request, response.status)));
        const operations = contract.operations();
        const silent = operations.map(({ operationId }) => `${operationId} 200`).filter((name) => !shown.has(name));
        assert.deepEqual(silent, needsAPlant);
        const statuses = new Set(cases.map(({ response }) => String(response.status)));
        const documented = new Set(operations.flatMap((operation) => operation.statuses));
        const missing = [...documented].filter((status) => !statuses.has(status) && !notByRequest.has(status));
        assert.deepEqual(missing, []);
      });
    });
  }
});
