import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BessContract } from '../support/bess-contract.ts';
import { type Answer, ask } from '../support/http.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { addKeys } from '../support/test-keys.ts';
import { untilReady } from '../support/until-ready.ts';
import { until } from '../faults/support/wait.ts';
import { assertMatches } from './matchers.ts';

/** What is sent: a JSON `body`, a `text` as it stands, or a body of so many `blanks`. */
interface CaseRequest {
  readonly method: string;
  readonly path: string;
  /** Role of one of the first keys, or name of a key that this file makes; null or absent for none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly blanks?: number;
  /** How often it is sent; the last answer counts. */
  readonly times?: number;
}

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

const folder = path.join(import.meta.dirname, 'bess-gateway');
const cases = readdirSync(folder).map((name): Case => {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, name, file), 'utf8'));
  return { name, request: read('request.json') as CaseRequest, response: read('response.json') as CaseResponse };
});

/** Answers that no request alone can bring about: the tests of faults and of flows show them. */
const notByRequest = new Set(['500', '503', '504']);
/** A stop must first be latched by the plant: the tests of the flows do that. */
const needsAPlant = ['releaseSafetyLatch 200'];

/** The gauges of the battery are set once a second. */
async function untilMeasured(port: number): Promise<void> {
  const measured = async () => (await ask({ port, path: '/metrics' })).text.includes('bess_last_soc_pct{');
  await until(measured, { what: 'the state of charge is measured', withinMs: 3000 });
}

describe('contract 000, case by case', () => {
  const contract = new BessContract();
  let gateway: TestGateway;
  let keys: Readonly<Record<string, string>>;

  before(async function () {
    this.timeout(60_000);
    gateway = await startGateway({ env: { BUSBAR_MODE: 'production' } });
    await untilReady(gateway.port);
    await untilMeasured(gateway.port);
    const oneAMinute = { name: 'one a minute', role: 'anon', limit: { perMinute: 1, burst: 1 } } as const;
    keys = { ...(await gateway.keys()), ...(await addKeys(gateway, [oneAMinute])) };
  });
  after(() => gateway.stop());

  function send({ method, path, key, headers, body, text, blanks }: CaseRequest): Promise<Answer> {
    const presented = typeof key === 'string' ? { 'X-API-Key': keys[key] ?? assert.fail(`no key ${key}`) } : {};
    const content = text ?? (blanks === undefined ? body : ' '.repeat(blanks));
    return ask({ port: gateway.port, method, path, headers: { ...presented, ...headers }, body: content });
  }

  for (const { name, request, response } of cases) {
    it(name, async () => {
      for (let left = request.times ?? 1; left > 1; left -= 1) await send(request);
      const answer = await send(request);
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
