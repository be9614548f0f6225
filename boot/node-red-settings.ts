import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrontDoor } from '../nodes/api/index.ts';
import { projectRoot } from '../nodes/kernel/index.ts';

export const editorPath = '/editor';

export interface SettingsOptions {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly door: FrontDoor;
  /** Node-RED storage module. */
  readonly storage: unknown;
  readonly editorOpen: boolean;
  readonly editorUsers: readonly EditorUser[];
  readonly credentialSecret: string;
}

export interface EditorUser {
  readonly username: string;
  /** bcrypt. */
  readonly password: string;
  readonly permissions: '*';
}

/** Node-RED's settings: every door behind the front door, everything that installs or runs foreign code off. */
export function nodeRedSettings(options: SettingsOptions): Record<string, unknown> {
  const { door, editorOpen, editorUsers, dataFolder } = options;
  preferModifiedNodes(dataFolder);
  return {
    uiHost: options.host,
    uiPort: options.port,
    userDir: dataFolder,
    nodesDir: [projectRoot],
    storageModule: options.storage,
    credentialSecret: options.credentialSecret || keptSecret(dataFolder),
    httpNodeRoot: '/',
    httpNodeAuth: [...door.nodeAuth],
    httpNodeMiddleware: [...door.nodeMiddleware],
    httpStatic: [door.lastStatic],
    httpAdminRoot: editorOpen ? editorPath : false,
    httpAdminMiddleware: [...door.adminMiddleware],
    ...(editorUsers.length > 0 && { adminAuth: { type: 'credentials', users: editorUsers } }),
    // A deploy posts every flow at once; what clients send is bounded by the front door.
    apiMaxLength: '5mb',
    httpServerOptions: { etag: false },
    functionExternalModules: false,
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false },
      modules: { allowInstall: false },
    },
    diagnostics: { enabled: false, ui: false },
    telemetry: { enabled: false, updateNotification: false },
    runtimeState: { enabled: false, ui: false },
    paletteCategories: ['busbar', 'common', 'function', 'network', 'modbus', 'sequence', 'parser', 'storage'],
    editorTheme: {
      page: { title: 'Busbar' },
      header: { title: 'Busbar' },
      projects: { enabled: false },
      tours: false,
    },
    logging: { console: { level: 'info', metrics: false, audit: false } },
  };
}

/** `name:bcrypt-hash`, as the environment states an editor user. */
export function editorUserOf(text: string): EditorUser {
  const [username = '', password = ''] = text.split(/:(.*)/s);
  if (username === '' || !password.startsWith('$2')) {
    throw new Error('EDITOR_USERS is not valid: expected name:bcrypt-hash, several separated by commas.');
  }
  return { username, password, permissions: '*' };
}

/** Stored credentials must be readable after a restart, and the secret must not be in an image. */
function keptSecret(dataFolder: string): string {
  const file = path.join(dataFolder, 'credential-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** A deploy of everything reopens every connection; the editor starts with the gentler choice until a user changes it. */
function preferModifiedNodes(dataFolder: string): void {
  const file = path.join(dataFolder, '.config.users.json');
  if (existsSync(file)) return;
  mkdirSync(dataFolder, { recursive: true });
  const menu = {
    'menu-deploymenu-item-full': false,
    'menu-deploymenu-item-flow': false,
    'menu-deploymenu-item-node': true,
  };
  writeFileSync(file, JSON.stringify({ _: menu }, null, 2));
}
