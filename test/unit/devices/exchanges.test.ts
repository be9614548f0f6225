import assert from 'node:assert/strict';
import { Exchanges, type RegisterRead } from '../../../nodes/devices/exchanges.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const read: RegisterRead = { functionCode: 3, address: 100, quantity: 2 };
const words = Uint16Array.of(1, 2);

describe('exchanges', () => {
  let clock: ManualClock;
  let exchanges: Exchanges;
  let sent: { read: RegisterRead; exchange: string }[];

  beforeEach(() => {
    clock = new ManualClock();
    exchanges = new Exchanges(clock);
    sent = [];
  });

  const attach = (): (() => void) => exchanges.attach((read, exchange) => void sent.push({ read, exchange }));
  const lastName = (): string => sent.at(-1)!.exchange;

  it('send a read under a name of its own and take the answer that carries it', async () => {
    attach();
    const answers = [exchanges.read(read, 1000), exchanges.read({ ...read, address: 7 }, 1000)];
    assert.deepEqual(
      sent.map(({ read }) => read.address),
      [100, 7],
    );
    assert.equal(exchanges.answer(sent[1]!.exchange, Uint16Array.of(7)), true);
    assert.equal(exchanges.answer(sent[0]!.exchange, words), true);
    assert.deepEqual(await Promise.all(answers), [words, Uint16Array.of(7)]);
  });

  it('use names that cannot be guessed and are never used again', async () => {
    attach();
    for (let count = 0; count < 1000; count++) {
      const answer = exchanges.read(read, 1000);
      exchanges.answer(lastName(), words);
      await answer;
    }
    assert.equal(new Set(sent.map(({ exchange }) => exchange)).size, 1000);
    for (const { exchange } of sent) assert.match(exchange, /^[\w-]{22}$/);
  });

  const strangers: readonly unknown[] = [undefined, null, '', 'made-up', 7, {}, ['x']];
  for (const stranger of strangers) {
    it(`ignore an answer to ${JSON.stringify(stranger)}`, async () => {
      attach();
      const answer = exchanges.read(read, 1000);
      assert.equal(exchanges.answer(stranger, Uint16Array.of(9, 9)), false);
      exchanges.answer(lastName(), words);
      assert.deepEqual(await answer, words);
    });
  }

  it('take one answer only', async () => {
    attach();
    const answer = exchanges.read(read, 1000);
    assert.equal(exchanges.answer(lastName(), words), true);
    assert.equal(exchanges.answer(lastName(), Uint16Array.of(9, 9)), false);
    assert.deepEqual(await answer, words);
  });

  it('reject with the error that the flow brings', async () => {
    attach();
    const answer = exchanges.read(read, 1000);
    exchanges.answer(lastName(), new Error('Modbus exception 2'));
    await assert.rejects(answer, /Modbus exception 2/);
  });

  it('give up when the time is over, and then take no answer any more', async () => {
    attach();
    const answer = exchanges.read(read, 1300);
    const rejected = assert.rejects(answer, { code: 'no_answer', message: 'no answer within 1300 ms' });
    clock.advance(1299);
    clock.advance(1);
    await rejected;
    assert.equal(exchanges.answer(lastName(), words), false);
  });

  it('take an answer in the last millisecond', async () => {
    attach();
    const answer = exchanges.read(read, 1300);
    clock.advance(1299);
    assert.equal(exchanges.answer(lastName(), words), true);
    clock.advance(1);
    assert.deepEqual(await answer, words);
  });

  it('cannot read while no flow is attached', async () => {
    assert.equal(exchanges.attached, false);
    await assert.rejects(exchanges.read(read, 1000), { code: 'not_attached', message: 'no flow polls this device' });
    const detach = attach();
    assert.equal(exchanges.attached, true);
    detach();
    assert.equal(exchanges.attached, false);
    await assert.rejects(exchanges.read(read, 1000), { code: 'not_attached' });
  });

  it('let an answer through that comes after the flow was detached', async () => {
    const detach = attach();
    const answer = exchanges.read(read, 1000);
    detach();
    exchanges.answer(lastName(), words);
    assert.deepEqual(await answer, words);
  });

  it('belong to the flow that attached last; an older one cannot detach it', () => {
    const detachFirst = attach();
    attach();
    detachFirst();
    assert.equal(exchanges.attached, true);
  });
});
