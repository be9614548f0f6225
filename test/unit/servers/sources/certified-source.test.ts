import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../../nodes/kernel/index.ts';
import { openSource } from '../../../../nodes/servers/sources/open-source.ts';
import { skipWithout } from '../../../support/skip.ts';
import { hostText } from '../node-exporter.fixture.ts';

const test = skipWithout(['openssl', 'version'], 'openssl');

describe('a source over TLS', () => {
  let folder: string;
  let server: https.Server;
  const file = (name: string): string => path.join(folder, name);

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'busbar-tls-'));
    makeCertificate(folder);
    server = https.createServer(
      { key: readFileSync(file('server.key')), cert: readFileSync(file('server.pem')) },
      (_, response) => response.end(hostText(100, 0.5)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });

  const collect = (caFile?: string): Promise<unknown> => {
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}/metrics`;
    const model = { kind: 'node-exporter', url, ...(caFile !== undefined && { caFile }) } as const;
    return openSource({ model, clock: systemClock, env: {} }).collect();
  };

  test('is read when its certificate is signed by the authority of the site file', async () => {
    assert.ok(JSON.stringify(await collect(file('authority.pem'))).includes('memory'));
  });

  test('is refused without that authority, with the reason', async () => {
    await assert.rejects(collect(), { code: 'source_unreachable', message: /certificate|issuer/i });
  });

  test('is refused by another authority', async () => {
    writeFileSync(file('other.pem'), readFileSync(file('server.pem')));
    await assert.rejects(collect(file('other.pem')), { code: 'source_unreachable' });
  });
});

/** `authority.pem` signs `server.pem`, whose key is `server.key`. */
function makeCertificate(folder: string): void {
  const openssl = (command: string): void =>
    void execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(`req -x509 ${key} -keyout authority.key -out authority.pem -days 2 -subj /CN=authority`);
  openssl(`req ${key} -keyout server.key -out server.csr -subj /CN=127.0.0.1`);
  writeFileSync(path.join(folder, 'names'), 'subjectAltName=IP:127.0.0.1');
  openssl(
    'x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names -out server.pem',
  );
}
