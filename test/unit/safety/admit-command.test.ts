import assert from 'node:assert/strict';
import { admitCommand, type Command } from '../../../nodes/safety/admit-command.ts';
import { PermitLedger } from '../../../nodes/safety/permit-ledger.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import { GuardedBattery } from './guarded-battery.ts';

const requester = { keyId: 'k1', source: 'arbitrage_engine', via: 'http' } as const;

describe('admission of a command', () => {
  let battery: GuardedBattery;
  let permits: PermitLedger;
  let journal: string[];
  let rows: AuditEntry[];

  beforeEach(async () => {
    battery = new GuardedBattery();
    await battery.cycle();
    permits = new PermitLedger(battery.clock);
    journal = [];
    rows = [];
    const judge = battery.guard.judge.bind(battery.guard);
    battery.guard.judge = (...args) => {
      journal.push('judge');
      return judge(...args);
    };
  });

  const command = (target: unknown): Command => ({ target, requester, receivedAt: 0, details: { requested: 'it' } });
  const append = (entry: AuditEntry) => {
    journal.push(entry.kind);
    rows.push(entry);
    return Promise.resolve({ seq: rows.length, hash: '' });
  };
  const admit = (target: unknown, audit = { append }) =>
    admitCommand(command(target), { guard: battery.guard, permits, audit });

  it('is recorded, then judged, and ends with a permit of the judged power', async () => {
    const admission = await admit(80);
    assert.deepEqual(journal, ['command_intent', 'judge']);
    assert.ok(admission.permitted);
    assert.equal(admission.targetKw, 80);
    const redeemed = permits.redeem(admission.permit);
    assert.ok(redeemed.ok);
    const { commandId } = rows[0]!;
    const { deviceId } = battery.guard.device;
    assert.deepEqual(redeemed.permit, { commandId, deviceId, targetKw: 80, requester, receivedAt: 0 });
    assert.deepEqual([rows[0]?.targetKw, rows[0]?.frame?.cycle, rows[0]?.details], [80, 1, { requested: 'it' }]);
  });

  it('ends with the refusal, recorded under the same id', async () => {
    const refused = await admit(300);
    assert.ok(!refused.permitted);
    assert.equal(refused.constraint, 'power_limit');
    assert.deepEqual(journal, ['command_intent', 'judge', 'command_rejected']);
    const [intent, rejected] = rows;
    assert.equal(intent?.commandId, rejected?.commandId);
    assert.deepEqual([rejected?.verdict, rejected?.reason], ['power_limit', refused.reason]);
    assert.equal(permits.size, 0);
  });

  it('judges anything: what is no number is refused and recorded without a power', async () => {
    const refused = await admit('full speed');
    assert.equal(refused.permitted ? '' : refused.constraint, 'not_finite');
    assert.deepEqual(
      rows.map(({ targetKw }) => targetKw),
      [null, null],
    );
  });

  it('is not to be had when it cannot be recorded', async () => {
    const full = { append: () => Promise.reject(new Error('disk full')) };
    await assert.rejects(admit(80, full), { code: 'audit_unavailable', status: 503 });
    assert.deepEqual([journal, permits.size], [[], 0]);
  });
});
