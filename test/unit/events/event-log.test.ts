import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import eventLog from '../../../nodes/events/event-log.ts';
import type { EventsBody } from '../../../nodes/events/events-page.ts';
import { AuditLog, auditLog, type AuditRecord, auditStoreModule } from '../../../nodes/events/index.ts';
import { Store } from '../../../nodes/history/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { entryOf } from './audit-entries.fixture.ts';

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
  afterEach(() => TestFlow.close());

  /** What is committed leaves on the first output, the rows of an answer on the second. */
  const load = (config: Record<string, unknown> = {}): Promise<TestFlow> => TestFlow.ofNode(eventLog, config, 2);

  it('emits what is committed, by kind and device', async () => {
    const flow = await load({ tapKind: 'command_rejected', tapDevice: 'bess-01' });
    const emitted = flow.next('out1');
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
    const flow = await load();
    const { payload, mine } = await flow.ask('node', { kind: 'latch_set', device: 'bess-09', mine: 1 }, 'out2');
    assert.equal(mine, 1);
    assert.deepEqual(
      (payload as AuditRecord[]).map(({ kind, deviceId }) => [kind, deviceId]),
      [['latch_set', 'bess-09']],
    );
  });

  it('takes its limit from the configuration', async () => {
    const flow = await load({ limit: 'rows', limitType: 'msg' });
    const { payload } = await flow.ask('node', { rows: 2 }, 'out2');
    assert.equal((payload as AuditRecord[]).length, 2);
  });

  it('answers GET /api/v1/events', async () => {
    const { seq } = await log.append(entryOf({ kind: 'alarm_raised', blockId: 'block-09' }));
    const flow = await load({ operation: 'events' });
    clock.advance(1);
    const message = { req: { query: { block_slug: 'block-09' }, params: {} } };
    const { payload, statusCode } = await flow.ask('node', message, 'out2');
    const { total, events } = payload as EventsBody;
    assert.equal(statusCode, 200);
    assert.deepEqual([total, events.map(({ id }) => id)], [1, [seq]]);
    assert.equal((await flow.askForError('node', { payload: { start: 'soon' } })).code, 'bad_time');
  });

  for (const [title, message, code] of [
    ['a limit that is too large', { rows: 5000 }, 'bad_audit_query'],
    ['a kind that is no text', { rows: 1, kind: 7 }, 'bad_event_log_input'],
  ] as const) {
    it(`sends ${title} to the catch node`, async () => {
      const flow = await load({ limit: 'rows', limitType: 'msg' });
      assert.equal((await flow.askForError('node', message)).code, code);
    });
  }

  it('stops listening when it is closed', async () => {
    const flow = await load();
    await TestFlow.close();
    await log.append(entryOf());
    await flow.settled();
    assert.deepEqual(flow.arrived('out1'), []);
  });
});
