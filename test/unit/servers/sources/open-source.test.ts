import assert from 'node:assert/strict';
import type { ServerSource } from '../../../../nodes/site/index.ts';
import { openSource } from '../../../../nodes/servers/sources/open-source.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const open = (model: ServerSource, env: Readonly<Record<string, string>> = {}) =>
  openSource({ model, clock: new ManualClock(), env });

describe('source of the site file', () => {
  it('takes ports from the environment, and shows no credential', () => {
    const model = { kind: 'proxmox', url: 'https://pve:${PORT}/x?secret=1', credential: 'TOKEN' } as const;
    assert.equal(open(model, { PORT: '8006', TOKEN: 'PVEAPIToken=a@b!c=d' }).label, 'proxmox at https://pve:8006/x');
  });

  const wrong: [title: string, model: ServerSource, message: RegExp][] = [
    ['no address', { kind: 'nvidia' }, /url must be an http or https address, found ""/],
    ['another protocol', { kind: 'nvidia', url: 'file:///etc/passwd' }, /url must be an http/],
    [
      'a password in the address',
      { kind: 'nvidia', url: 'http://a:b@c' },
      /without user and password, found "http:\/\/c"/,
    ],
    [
      'a variable that is not set',
      { kind: 'qdrant', url: 'http://a', credential: 'NO' },
      /variable that is set, found "NO"/,
    ],
    ['a file that is not there', { kind: 'qdrant', url: 'https://a', caFile: '/nowhere.pem' }, /caFile must be a file/],
    ['no instance', { kind: 'prometheus', url: 'http://a' }, /instance must be/],
  ];
  for (const [title, model, message] of wrong) {
    it(`is refused with ${title}`, () => assert.throws(() => open(model), { code: 'bad_source', message }));
  }
});
