import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editorUserOf, nodeRedSettings, type SettingsOptions } from '../../../boot/node-red-settings.ts';
import type { FrontDoor } from '../../../nodes/api/index.ts';

const [nodeAuth, nodeMiddleware, adminMiddleware, lastStatic] = ['auth', 'node', 'admin', 'static'];
const door = {
  nodeAuth: [nodeAuth],
  nodeMiddleware: [nodeMiddleware],
  adminMiddleware: [adminMiddleware],
  lastStatic,
} as unknown as FrontDoor;

describe("Node-RED's settings", () => {
  let dataFolder: string;

  beforeEach(() => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'busbar-settings-'));
  });
  afterEach(() => rmSync(dataFolder, { recursive: true }));

  const settingsOf = (changes: Partial<SettingsOptions> = {}): Record<string, unknown> =>
    nodeRedSettings({
      host: '127.0.0.1',
      port: 8000,
      dataFolder,
      door,
      storage: 'the storage module',
      editorOpen: true,
      editorUsers: [],
      credentialSecret: '',
      ...changes,
    });

  it('put every door behind the front door', () => {
    const settings = settingsOf();
    assert.deepEqual(settings['httpNodeAuth'], [nodeAuth]);
    assert.deepEqual(settings['httpNodeMiddleware'], [nodeMiddleware]);
    assert.deepEqual(settings['httpAdminMiddleware'], [adminMiddleware]);
    assert.deepEqual(settings['httpStatic'], [lastStatic]);
    assert.deepEqual([settings['uiHost'], settings['uiPort'], settings['userDir']], ['127.0.0.1', 8000, dataFolder]);
  });

  it('install nothing and load no foreign module', () => {
    const { externalModules, functionExternalModules } = settingsOf();
    assert.equal(functionExternalModules, false);
    assert.deepEqual(externalModules, {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false },
      modules: { allowInstall: false },
    });
  });

  it('close the editor, or open it to its users', () => {
    assert.equal(settingsOf({ editorOpen: false })['httpAdminRoot'], false);
    const open = settingsOf();
    assert.deepEqual([open['httpAdminRoot'], 'adminAuth' in open], ['/editor', false]);
    const editorUsers = [editorUserOf('ada:$2b$08$hash')];
    assert.deepEqual(settingsOf({ editorUsers })['adminAuth'], { type: 'credentials', users: editorUsers });
  });

  describe('the secret of credentials', () => {
    it('is made once, kept for the next start and readable by nobody else', () => {
      const first = settingsOf()['credentialSecret'];
      assert.match(String(first), /^[\w-]{43}$/);
      assert.equal(settingsOf()['credentialSecret'], first);
      assert.equal(statSync(path.join(dataFolder, 'credential-secret')).mode & 0o777, 0o600);
    });

    it('is the one of the environment when that has one, and is then not written down', () => {
      assert.equal(settingsOf({ credentialSecret: 'from outside' })['credentialSecret'], 'from outside');
      assert.throws(() => statSync(path.join(dataFolder, 'credential-secret')), { code: 'ENOENT' });
    });
  });

  describe('the deploy type of the editor', () => {
    const file = (): string => path.join(dataFolder, '.config.users.json');

    it('is modified nodes at first', () => {
      settingsOf();
      const { _: shared } = JSON.parse(readFileSync(file(), 'utf8')) as { _: Record<string, boolean> };
      assert.deepEqual(
        Object.keys(shared).filter((key) => shared[key]),
        ['menu-deploymenu-item-node'],
      );
    });

    it('stays as a user chose it', () => {
      writeFileSync(file(), '{"own":1}');
      settingsOf();
      assert.equal(readFileSync(file(), 'utf8'), '{"own":1}');
    });
  });

  describe('an editor user', () => {
    it('is a name and a bcrypt hash', () => {
      assert.deepEqual(editorUserOf('ada:$2b$08$a:b'), { username: 'ada', password: '$2b$08$a:b', permissions: '*' });
    });

    for (const text of ['', 'ada', ':$2b$08$hash', 'ada:', 'ada:secret']) {
      it(`is not "${text}", and the error does not repeat it`, () => {
        assert.throws(
          () => editorUserOf(text),
          ({ message }: Error) => message.includes('EDITOR_USERS') && (text === '' || !message.includes('secret')),
        );
      });
    }
  });
});
