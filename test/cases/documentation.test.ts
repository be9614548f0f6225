import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Answer, ask } from '../support/http.ts';
import { untilReady } from '../support/until-ready.ts';

const contracts = ['bess-gateway', 'data-platform', 'energy-analytics', 'infrastructure', 'microgrid-rest'];
const pathsOf = (contract: string): object => {
  const text = readFileSync(path.join(projectRoot, 'api', `${contract}.yaml`), 'utf8');
  return (parse(text) as { readonly paths: object }).paths;
};

describe('documentation of the gateway', () => {
  let gateway: TestGateway;

  before(async function () {
    this.timeout(60_000);
    // In production everything but health, metrics and this documentation needs a key.
    gateway = await startGateway({ env: { BUSBAR_MODE: 'production' } });
    await untilReady(gateway.port);
  });
  after(() => gateway.stop());

  async function fetched(page: string): Promise<Answer> {
    const answer = await ask({ port: gateway.port, path: page });
    assert.equal(answer.status, 200, page);
    return answer;
  }

  for (const page of ['/docs', '/redoc', ...contracts.map((contract) => `/redoc?contract=${contract}`)]) {
    it(`${page} answers, and loads nothing from another host`, async () => {
      const { text, headers } = await fetched(page);
      assert.match(String(headers['content-type']), /^text\/html/);
      assertOwnHostOnly(String(headers['content-security-policy']));
      const loaded = addressesIn(text);
      assert.ok(loaded.length >= 2, 'the page loads its scripts');
      for (const address of loaded) {
        assert.match(address, /^\/(?!\/)|^data:,/, `${address} is not an address of this host`);
        if (address.startsWith('/')) await assertLoadsNothing(address);
      }
    });
  }

  /** Script libraries name namespaces of the web as text; what a page of ours starts them with must name no host. */
  async function assertLoadsNothing(address: string): Promise<void> {
    const { text } = await fetched(address);
    assert.ok(text.length > 0, address);
    const named = address.endsWith('/start.js') ? hostsIn(text) : address.endsWith('.css') ? urlsOf(text) : [];
    assert.deepEqual(named, [], address);
  }

  it('/ui/ answers without a key, loads nothing, and every link of it leads somewhere', async () => {
    const { text, headers } = await fetched('/ui/');
    assert.match(String(headers['content-type']), /^text\/html/);
    assertOwnHostOnly(String(headers['content-security-policy']));
    assert.doesNotMatch(text, /<script|src=/);
    const { service } = await gateway.keys();
    const links = addressesIn(text).filter((address) => address !== 'data:,');
    assert.ok(links.length > 10);
    for (const link of links) {
      const { status } = await ask({ port: gateway.port, path: link, headers: { 'X-API-Key': service ?? '' } });
      assert.equal(status, 200, link);
    }
  });

  it('a browser that asks for the root is sent to /ui/', async () => {
    const { status, headers } = await ask({
      port: gateway.port,
      path: '/',
      headers: { Accept: 'text/html,*/*;q=0.8' },
    });
    assert.deepEqual([status, headers.location], [302, '/ui/']);
  });

  for (const contract of contracts) {
    it(`/openapi/${contract} is the contract, as JSON and as YAML`, async () => {
      const { json: document } = await fetched(`/openapi/${contract}.json`);
      const { paths, servers } = document as { paths: object; servers: readonly { url: string }[] };
      assert.deepEqual(paths, pathsOf(contract));
      assert.deepEqual(
        servers.map(({ url }) => url),
        ['/'],
      );
      assert.deepEqual(parse((await fetched(`/openapi/${contract}.yaml`)).text), document);
    });
  }

  it('/openapi has the operations of all contracts, as JSON and as YAML', async () => {
    const { json } = await fetched('/openapi.json');
    const paths = Object.keys((json as { paths: object }).paths);
    assert.deepEqual(
      paths,
      contracts.flatMap((contract) => Object.keys(pathsOf(contract))),
    );
    assert.deepEqual(parse((await fetched('/openapi.yaml')).text), json);
  });

  it('answers an unchanged page with 304', async () => {
    const { headers } = await fetched('/openapi.json');
    const again = await ask({
      port: gateway.port,
      path: '/openapi.json',
      headers: { 'If-None-Match': String(headers.etag) },
    });
    assert.deepEqual([again.status, again.text], [304, '']);
  });
});

function addressesIn(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
}

function hostsIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s"']+/g)].map(([address]) => address);
}

function urlsOf(css: string): string[] {
  return [...css.matchAll(/url\(["']?((?!data:)[^"')]+)/g)].map(([, address = '']) => address);
}

/** The browser itself then refuses every other host. */
function assertOwnHostOnly(policy: string): void {
  const directives = policy.split('; ');
  assert.ok(directives.includes("default-src 'self'"), policy);
  assert.doesNotMatch(policy, /https?:|\*/, policy);
}
