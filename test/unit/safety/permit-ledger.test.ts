import assert from 'node:assert/strict';
import { type Permit, PermitLedger } from '../../../nodes/safety/permit-ledger.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const permit: Permit = {
  commandId: 'command-1',
  deviceId: 'WLCE-BESS-01',
  targetKw: 100,
  requester: { keyId: 'key-1', source: 'arbitrage_engine', via: 'http' },
  receivedAt: 0,
};

describe('permit ledger', () => {
  let clock: ManualClock;
  let ledger: PermitLedger;

  beforeEach(() => {
    clock = new ManualClock();
    ledger = new PermitLedger(clock);
  });

  it('redeems exactly one of many copies of a permit', () => {
    const message = { permit: ledger.issue(permit) };
    const outcomes = Array.from({ length: 100 }, () => ledger.redeem(structuredClone(message).permit));
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    assert.deepEqual(outcomes[0], { ok: true, permit });
    for (const outcome of outcomes.slice(1)) assert.deepEqual(outcome, { ok: false, refusal: 'used', permit });
  });

  it('gives every permit an id of its own that cannot be guessed', () => {
    const ids = Array.from({ length: 1000 }, () => ledger.issue(permit));
    assert.equal(new Set(ids).size, 1000);
    for (const id of ids) assert.match(id, /^[\w-]{22}$/);
  });

  it('is redeemable for one second and not longer', () => {
    const [atTheEnd, tooLate] = [ledger.issue(permit), ledger.issue(permit)];
    clock.advance(1000);
    assert.equal(ledger.redeem(atTheEnd).ok, true);
    clock.advance(1);
    assert.deepEqual(ledger.redeem(tooLate), { ok: false, refusal: 'expired', permit });
  });

  it('measures the second on the monotonic clock', () => {
    const [first, second] = [ledger.issue(permit), ledger.issue(permit)];
    clock.stepWall(3_600_000);
    assert.equal(ledger.redeem(first).ok, true);
    clock.stepWall(-7_200_000);
    clock.advance(2000);
    assert.equal(ledger.redeem(second).ok, false);
  });

  const strangers: readonly unknown[] = ['', 'no-such-permit', undefined, null, 7, {}, [permit], permit];
  for (const stranger of strangers) {
    it(`does not know ${JSON.stringify(stranger)}`, () => {
      ledger.issue(permit);
      assert.deepEqual(ledger.redeem(stranger), { ok: false, refusal: 'unknown' });
    });
  }

  it('forgets old permits, so that it cannot grow without end', () => {
    for (let second = 0; second < 300; second++) {
      ledger.issue(permit);
      clock.advance(1000);
    }
    assert.ok(ledger.size <= 62, `${ledger.size} entries`);
  });
});
