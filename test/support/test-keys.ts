import { setTimeout as sleep } from 'node:timers/promises';
import { createKey, type NewKey, type StoredKey } from '../../nodes/api/access/key.ts';
import { keyFilePath, readKeyFile, writeKeyFile } from '../../nodes/api/access/key-file.ts';
import type { TestGateway } from './gateway.ts';
import { ask } from './http.ts';

/** A key to be made; `revoked` ends it at once. */
export type TestKey = NewKey & { readonly revoked?: boolean };

const takenOverWithinMs = 6000;

/** Adds keys to those of a running gateway, which takes them over within two seconds. Returns their texts by name. */
export async function addKeys(
  gateway: TestGateway,
  keys: readonly TestKey[],
): Promise<Readonly<Record<string, string>>> {
  const file = keyFilePath(gateway.dataFolder);
  const made = keys.map(({ revoked, ...key }) => {
    const { stored, text } = createKey(key, Date.now());
    return { stored: revoked === true ? revokedNow(stored) : stored, text };
  });
  // Its only task is to show that the file was taken over.
  const probe = createKey({ name: 'probe', role: 'anon' }, Date.now());
  writeKeyFile(file, [...readKeyFile(file), ...made.map(({ stored }) => stored), probe.stored]);
  await untilKnown(gateway.port, probe.text);
  return Object.fromEntries(made.map(({ stored, text }) => [stored.name, text]));
}

function revokedNow(stored: StoredKey): StoredKey {
  return { ...stored, revoked: new Date().toISOString() };
}

async function untilKnown(port: number, key: string): Promise<void> {
  const deadline = performance.now() + takenOverWithinMs;
  while (performance.now() < deadline) {
    const { status } = await ask({ port, path: '/api/v1/status', headers: { 'X-API-Key': key } });
    if (status === 200) return;
    await sleep(100);
  }
  throw new Error(`the gateway did not take new keys over within ${takenOverWithinMs} ms`);
}
