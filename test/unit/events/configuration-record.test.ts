import assert from 'node:assert/strict';
import { changedParts, ConfigurationRecord, hashOfFiles } from '../../../nodes/events/configuration-record.ts';
import type { AuditLog } from '../../../nodes/events/index.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';

describe('hash of files', () => {
  const hash = hashOfFiles(
    new Map([
      ['a', '1'],
      ['b', '2'],
    ]),
  );
  const others: [string, [string, string][], boolean][] = [
    ['the order of the files', [['b', '2'], ['a', '1']], true], // prettier-ignore
    ['a content', [['a', '1'], ['b', '3']], false], // prettier-ignore
    ['a name', [['a', '1'], ['c', '2']], false], // prettier-ignore
    ['where a name ends', [['a1', ''], ['b', '2']], false], // prettier-ignore
    ['a missing file', [['a', '1']], false],
  ];
  for (const [title, files, same] of others) {
    it(`${same ? 'does not depend' : 'depends'} on ${title}`, () => {
      assert.equal(hashOfFiles(new Map(files)) === hash, same);
    });
  }
});

describe('configuration record', () => {
  /** A log in memory: the newest entry is its first. */
  function logOf(entries: AuditEntry[]): AuditLog {
    return {
      query: () => Promise.resolve(entries.slice(0, 1)),
      append: (entry: AuditEntry) => Promise.resolve(entries.unshift(entry)),
    } as unknown as AuditLog;
  }

  it('names the parts that differ', () => {
    assert.deepEqual(changedParts({ site: 'a', flows: 'b' }, { site: 'a', flows: 'c', profiles: 'd' }), [
      'profiles',
      'flows',
    ]);
    assert.deepEqual(changedParts({ site: 'a' }, {}), []);
  });

  it('enters what changed since the log last knew it, and nothing twice', async () => {
    const entries: AuditEntry[] = [];
    const first = await ConfigurationRecord.open(logOf(entries), 'SITE');
    assert.deepEqual(await first.record({ site: 's1', profiles: 'p1' }, 'start'), ['site', 'profiles']);
    assert.deepEqual(await first.record({ flows: 'f1' }, 'start'), ['flows']);
    assert.deepEqual(await first.record({ flows: 'f1' }, 'deploy'), []);

    const second = await ConfigurationRecord.open(logOf(entries), 'SITE');
    assert.deepEqual(await second.record({ site: 's2', profiles: 'p1', flows: 'f1' }, 'start'), ['site']);
    assert.equal(entries.length, 3);
    assert.equal(entries[0]?.kind, 'configuration_changed');
    assert.equal(entries[0].requester.source, 'start');
    const hashes = { site: 's2', profiles: 'p1', flows: 'f1' };
    assert.deepEqual(entries[0].details, { changed: ['site'], hashes });
  });

  it('takes one call after the other, and outlives one that fails', async () => {
    const entries: AuditEntry[] = [];
    const log = logOf(entries);
    const record = await ConfigurationRecord.open(log, 'SITE');
    const append = log.append.bind(log);
    log.append = () => Promise.reject(new Error('full'));
    const failed = record.record({ flows: 'f1' }, 'deploy');
    await assert.rejects(failed, /full/);
    log.append = append;
    const results = await Promise.all([record.record({ flows: 'f1' }, 'deploy'), record.record({ flows: 'f1' }, 'x')]);
    assert.deepEqual(results, [['flows'], []]);
  });
});
