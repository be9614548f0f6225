import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openReader, openWriter, requireSqlite } from '../../../../nodes/history/sqlite/open-database.ts';

describe('opening the database', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    file = path.join(folder, 'store.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const writerPragmas: [name: string, column: string, expected: unknown][] = [
    ['journal_mode', 'journal_mode', 'wal'],
    ['synchronous', 'synchronous', 2],
    ['busy_timeout', 'timeout', 1000],
    ['journal_size_limit', 'journal_size_limit', 16 * 1024 * 1024],
    ['foreign_keys', 'foreign_keys', 1],
    ['trusted_schema', 'trusted_schema', 0],
    ['cache_size', 'cache_size', -8192],
    ['max_page_count', 'max_page_count', 5120],
  ];
  for (const [name, column, expected] of writerPragmas) {
    it(`opens the writer with ${name} ${String(expected)}`, () => {
      const database = openWriter(file, 20);
      assert.equal(database.prepare(`pragma ${name}`).get()?.[column], expected);
      database.close();
    });
  }

  it('opens a reader that cannot write', () => {
    const writer = openWriter(file, 20);
    writer.exec('create table t (a integer) strict');
    const reader = openReader(file);
    assert.throws(() => reader.exec('insert into t values (1)'), /readonly|read-only/);
    reader.close();
    writer.close();
  });

  it('refuses a damaged file by its name', () => {
    const writer = openWriter(file, 20);
    writer.exec('create table t (a integer primary key, b text) strict');
    for (let i = 0; i < 500; i += 1) writer.prepare('insert into t (b) values (?)').run('x'.repeat(100));
    writer.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 2 * 4096, 5 * 4096));
    assert.throws(() => openWriter(file, 20), { code: 'store_damaged', message: new RegExp(file) });
  });

  const versions: [version: string, accepted: boolean][] = [
    ['3.40.1', false],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.51.10', true],
    ['3.53.4', true],
    ['4.0.0', true],
  ];
  for (const [version, accepted] of versions) {
    it(`${accepted ? 'accepts' : 'refuses'} SQLite ${version}`, () => {
      const check = (): void => requireSqlite(version);
      if (accepted) assert.doesNotThrow(check);
      else assert.throws(check, { code: 'store_engine_too_old', message: new RegExp(`3.51.3.*${version}`) });
    });
  }
});
