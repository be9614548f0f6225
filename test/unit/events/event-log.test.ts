import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import eventLog from '../../../nodes/events/event-log.ts';
import { AuditLog, auditLog, type AuditRecord, auditStoreModule } from '../../../nodes/events/index.ts';
import { Store } from '../../../nodes/history/index.ts';
import type { Message } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { entryOf } from './audit-entries.fixture.ts';

/** The part of node-red-node-test-helper, which has no types, that this test uses. */
interface TestHelper {
  init(nodeRed: string, settings: Record<string, unknown>): void;
  load(modules: readonly unknown[], flow: readonly Record<string, unknown>[]): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): {
    on(event: 'input', listener: (message: Message) => void): void;
    once(event: 'input', listener: (message: Message) => void): void;
    receive(message: Record<string, unknown>): void;
  };
}

const require = createRequire(import.meta.url);
const helper = require('node-red-node-test-helper') as TestHelper;
const catchNode: unknown = require('@node-red/nodes/core/common/25-catch.js');

helper.init(require.resolve('node-red'), {});

describe('event-log node', () => {
  const clock = new ManualClock();
  let folder: string;
  let store: Store;
  let log: AuditLog;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-audit-'));
    const report = (text: string): void => assert.fail(text);
    store = await Store.open({ folder, modules: [auditStoreModule], maxMb: 64, clock, report });
    log = await AuditLog.open({ store, clock, report });
    auditLog.provide(log);
  });
  after(async () => {
    auditLog.withdraw();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => helper.unload());

  const load = (config: Record<string, unknown> = {}): Promise<void> =>
    helper.load(
      [eventLog, catchNode],
      [
        { id: 'tab', type: 'tab' },
        { id: 'log', z: 'tab', type: 'busbar-event-log', x: 1, y: 1, wires: [['committed'], ['rows']], ...config },
        { id: 'committed', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'rows', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 2, scope: ['log'], wires: [['caught']] },
        { id: 'caught', z: 'tab', type: 'helper', x: 2, y: 1 },
      ],
    );
  const next = (id: string): Promise<Message> =>
    new Promise((resolve) => {
      helper.getNode(id).once('input', resolve);
    });
  const ask = (message: Record<string, unknown>): void => helper.getNode('log').receive(message);

  it('emits what is committed, by kind and device', async () => {
    await load({ tapKind: 'command_rejected', tapDevice: 'bess-01' });
    const emitted = next('committed');
    await log.append(entryOf());
    await log.append(entryOf({ kind: 'command_rejected', deviceId: 'bess-02' }));
    const { seq } = await log.append(entryOf({ kind: 'command_rejected', reason: 'SOC at floor' }));
    const { topic, payload } = await emitted;
    assert.equal(topic, 'command_rejected');
    assert.equal((payload as AuditRecord).seq, seq);
    assert.equal((payload as AuditRecord).reason, 'SOC at floor');
  });

  it('answers with the rows that the message asks for, and keeps the message', async () => {
    await log.append(entryOf({ kind: 'latch_set', deviceId: 'bess-09' }));
    await load();
    const answer = next('rows');
    ask({ kind: 'latch_set', device: 'bess-09', mine: 1 });
    const { payload, mine } = await answer;
    assert.equal(mine, 1);
    assert.deepEqual(
      (payload as AuditRecord[]).map(({ kind, deviceId }) => [kind, deviceId]),
      [['latch_set', 'bess-09']],
    );
  });

  it('takes its limit from the configuration', async () => {
    await load({ limit: 'rows', limitType: 'msg' });
    const answer = next('rows');
    ask({ rows: 2 });
    assert.equal(((await answer).payload as AuditRecord[]).length, 2);
  });

  for (const [title, message, code] of [
    ['a limit that is too large', { rows: 5000 }, 'bad_audit_query'],
    ['a kind that is no text', { rows: 1, kind: 7 }, 'bad_event_log_input'],
  ] as const) {
    it(`sends ${title} to the catch node`, async () => {
      await load({ limit: 'rows', limitType: 'msg' });
      const caught = next('caught');
      ask(message);
      assert.equal(((await caught)['error'] as { code: string }).code, code);
    });
  }

  it('stops listening when it is closed', async () => {
    await load();
    let emitted = 0;
    helper.getNode('committed').on('input', () => (emitted += 1));
    await helper.unload();
    await log.append(entryOf());
    assert.equal(emitted, 0);
  });
});
