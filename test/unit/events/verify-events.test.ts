import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AnchorFile, AuditLog, auditStoreModule } from '../../../nodes/events/index.ts';
import { Store } from '../../../nodes/history/index.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { entryOf } from './audit-entries.fixture.ts';

const script = path.join(projectRoot, 'scripts/verify-events.ts');

const unexpected = (text: string): void => assert.fail(text);

describe('verify-events', () => {
  const clock = new ManualClock();
  let folder: string;
  let store: Store;
  let anchor: string;

  const run = (...options: string[]): Promise<{ exitCode: number; output: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [script, folder, ...options], (error, stdout, stderr) =>
        resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr }),
      );
    });

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-audit-'));
    store = await Store.open({ folder, modules: [auditStoreModule], maxMb: 64, clock, report: unexpected });
    const log = await AuditLog.open({ store, clock, report: unexpected });
    for (let i = 0; i < 3; i += 1) await log.append(entryOf());
    anchor = `${log.head.seq}:${log.head.hash}`;
  });
  after(() => rmSync(folder, { recursive: true }));

  it('passes the log of a running gateway and prints its anchor', async () => {
    assert.deepEqual(await run('--anchor', anchor), {
      exitCode: 0,
      output: `The event log holds: 3 rows, anchor ${anchor}\n`,
    });
  });

  it('passes the log of a stopped gateway', async () => {
    await store.close();
    assert.equal((await run()).exitCode, 0);
  });

  it('names the row behind a cut tail when it is given the anchor', async () => {
    const raw = new DatabaseSync(path.join(folder, 'store.db'));
    raw.exec('drop trigger audit_log_keeps_rows; delete from audit_log where seq = 3');
    raw.close();
    assert.equal((await run()).exitCode, 0);
    const { exitCode, output } = await run('--anchor', anchor);
    assert.equal(exitCode, 1);
    assert.equal(output, 'The event log is broken: row 3 is missing; the anchor knows of row 3.\n');
  });

  it('takes the anchor of the data folder when it is given none', async () => {
    const [, seq, hash] = /^(\d+):(.*)$/.exec(anchor) ?? [];
    await new AnchorFile(folder).keep({ seq: Number(seq), hash: String(hash) });
    const { exitCode, output } = await run();
    assert.equal(exitCode, 1);
    assert.match(output, /row 3 is missing/);
  });

  it('says when there is no log to read', async () => {
    rmSync(path.join(folder, 'store.db'));
    const { exitCode, output } = await run();
    assert.equal(exitCode, 2);
    assert.match(output, /could not be read/);
  });
});
