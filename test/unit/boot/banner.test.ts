import assert from 'node:assert/strict';
import { banner, type BannerFacts } from '../../../boot/banner.ts';
import type { SiteModel } from '../../../nodes/site/index.ts';

const facts: BannerFacts = {
  site: { gateway: { siteId: 'SITE-CL-001', simulated: true }, devices: [{}, {}] } as unknown as SiteModel,
  faults: new Map(),
  version: '0.1.0',
  mode: 'development',
  origin: 'http://127.0.0.1:8000',
  editorOpen: true,
  firstKeysPath: '/data/first-keys.txt',
  dataFolder: '/data',
  devicesWithoutWatchdog: [],
};

describe('banner', () => {
  it('says what runs where and gives one line to try', () => {
    assert.deepEqual(banner(facts).split('\n'), [
      '',
      'Busbar 0.1.0, development mode: site SITE-CL-001, 2 devices, simulated plant',
      '  API     http://127.0.0.1:8000  (documentation at http://127.0.0.1:8000/docs)',
      '  Editor  http://127.0.0.1:8000/editor',
      '  Keys    /data/first-keys.txt',
      '  Try     curl http://127.0.0.1:8000/api/v1/status',
      '',
    ]);
  });

  const others: [string, Partial<BannerFacts>, string][] = [
    [
      'that the plant is real',
      { site: { ...facts.site, gateway: { siteId: 'S', simulated: false } } },
      'site S, 2 devices, real plant',
    ],
    [
      'that the editor is closed, and why',
      { editorOpen: false },
      '  Editor  closed: no EDITOR_USERS in production mode',
    ],
    [
      'where the keys of an earlier start are',
      { firstKeysPath: undefined },
      '  Keys    in /data; make more with npm run keys',
    ],
    [
      'which device is faulted, and why',
      { faults: new Map([['CDU-09', 'no profile x']]) },
      '  Faulted CDU-09: no profile x',
    ],
    [
      'which battery nothing stops',
      { devicesWithoutWatchdog: ['BESS-2'] },
      '  Warning BESS-2 has no watchdog: nothing stops it when this gateway dies',
    ],
  ];
  for (const [title, changes, line] of others) {
    it(`says ${title}`, () => assert.ok(banner({ ...facts, ...changes }).includes(`${line}\n`)));
  }
});
