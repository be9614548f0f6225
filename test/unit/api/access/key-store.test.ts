import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createKey, type StoredKey } from '../../../../nodes/api/access/key.ts';
import { KeyCheck } from '../../../../nodes/api/access/key-check.ts';
import { keyFilePath, readLastUsed, writeKeyFile } from '../../../../nodes/api/access/key-file.ts';
import { KeyStore } from '../../../../nodes/api/access/key-store.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

describe('key store', () => {
  let dataDir: string;
  let clock: ManualClock;
  let warnings: string[];
  let store: KeyStore;
  let check: KeyCheck;
  const { stored, text } = createKey({ name: 'a', role: 'auth', sites: ['WLCE'] }, 0);
  const save = (...keys: StoredKey[]) => writeKeyFile(keyFilePath(dataDir), keys);

  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'busbar-keys-'));
    clock = new ManualClock();
    warnings = [];
    save(stored);
    store = new KeyStore({ clock, dataDir, warn: (warning) => warnings.push(warning) });
    check = new KeyCheck({ clock, store, dashboardKey: '' });
  });
  afterEach(() => {
    store.close();
    rmSync(dataDir, { recursive: true });
  });

  it('never writes a secret and keeps the file for its owner', () => {
    const file = keyFilePath(dataDir);
    assert.equal(readFileSync(file, 'utf8').includes(text.split('.')[1]!), false);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('identifies a key with role, scopes and sites', () => {
    const access = check.identify(text);
    assert.deepEqual([access?.keyId, access?.role, access?.sites], [stored.prefix, 'auth', new Set(['WLCE'])]);
    assert.deepEqual([...access!.scopes], ['read', 'write', 'alarms']);
    for (const wrong of ['', '.', text + 'x', text.slice(1), stored.prefix + '.', 'unknown.x']) {
      assert.equal(check.identify(wrong), undefined, wrong);
    }
  });

  it('takes revocation, expiry and new keys over within 2 s', () => {
    const second = createKey({ name: 'b', role: 'anon', expires: new Date(clock.now() + 60_000).toISOString() }, 0);
    save({ ...stored, revoked: '2026-01-01T00:00:00Z' }, second.stored);
    assert.ok(check.identify(text));
    clock.advance(2000);
    assert.equal(check.identify(text), undefined);
    assert.equal(check.identify(second.text)?.role, 'anon');
    clock.advance(60_000);
    assert.equal(check.identify(second.text), undefined);
  });

  it('stays with the old keys when the file breaks, and says so', () => {
    const broken: Record<string, string> = {
      'no JSON': '{',
      'wrong version': '{"version":2,"keys":[]}',
      'unknown scope': JSON.stringify({ version: 1, keys: [{ ...stored, scopes: ['root'] }] }),
    };
    for (const [title, content] of Object.entries(broken)) {
      writeFileSync(keyFilePath(dataDir), content);
      clock.advance(2000);
      assert.ok(check.identify(text), title);
    }
    assert.equal(warnings.length, 3);
    assert.throws(() => new KeyStore({ clock, dataDir, warn: () => undefined }), { code: 'bad_key_file' });
  });

  it('remembers the last use in a file of its own', () => {
    check.identify(text);
    const before = readFileSync(keyFilePath(dataDir), 'utf8');
    clock.advance(60_000);
    assert.equal(readLastUsed(dataDir)[stored.prefix], '2026-02-21T17:45:00.000Z');
    assert.equal(readFileSync(keyFilePath(dataDir), 'utf8'), before);
  });
});
