import assert from 'node:assert/strict';
import { findModels, type ReadHolding } from '../../../nodes/devices/sunspec.ts';

/** A device that answers for these registers and refuses all others. */
function deviceWith(registers: Readonly<Record<number, number[]>>): ReadHolding {
  const words = new Map(
    Object.entries(registers).flatMap(([start, values]) => values.map((word, i) => [Number(start) + i, word] as const)),
  );
  return (address, quantity) => {
    const found = Array.from({ length: quantity }, (_, index) => words.get(address + index));
    if (found.includes(undefined)) return Promise.reject(new Error('Modbus exception 2'));
    return Promise.resolve(found as number[]);
  };
}

const mark = [0x5375, 0x6e53];
const bases = [40000, 50000, 0];

describe('SunSpec discovery', () => {
  const chain = { 40002: [1, 66], 40070: [701, 153], 40225: [704, 65], 40292: [0xffff, 0] };

  it('finds the models and where their points begin', async () => {
    const models = await findModels(deviceWith({ 40000: mark, ...chain }), bases);
    assert.deepEqual(
      [...models],
      [
        [1, 40004],
        [701, 40072],
        [704, 40227],
      ],
    );
  });

  it('looks at every base', async () => {
    assert.deepEqual([...(await findModels(deviceWith({ 0: [...mark, 1, 2], 6: [0xffff, 0] }), bases))], [[1, 4]]);
    const device = deviceWith({ 40000: [1, 2], 50000: [...mark, 0xffff, 0] });
    assert.equal((await findModels(device, bases)).size, 0);
  });

  it('takes the first of several instances', async () => {
    const device = deviceWith({ 0: [...mark, 704, 2], 6: [704, 2], 10: [0xffff, 0] });
    assert.deepEqual([...(await findModels(device, [0]))], [[704, 4]]);
  });

  it('says what it found where no mark is', async () => {
    await assert.rejects(findModels(deviceWith({ 40000: [0x1234, 5] }), bases), {
      code: 'sunspec_not_found',
      message:
        'no SunSpec device at 40000, 50000, 0: 40000 holds 1234 0005; 50000: Modbus exception 2; 0: Modbus exception 2',
    });
  });

  it('refuses a chain that runs out of the address space', async () => {
    await assert.rejects(findModels(deviceWith({ 0: [...mark, 701, 0xfffe] }), [0]), {
      code: 'sunspec_chain_broken',
      message: /model 701.*length 65534 at register 3/,
    });
  });

  it('refuses a chain without an end', async () => {
    const endless: ReadHolding = (address) => Promise.resolve(address === 0 ? mark : [701, 2]);
    await assert.rejects(findModels(endless, [0]), { code: 'sunspec_chain_broken', message: /at most 200 models/ });
  });

  it('refuses half a header', async () => {
    const short: ReadHolding = (address) => Promise.resolve(address === 0 ? mark : [701]);
    await assert.rejects(findModels(short, [0]), { code: 'sunspec_chain_broken', message: /1 registers/ });
  });

  it('passes on that the device fell silent', async () => {
    const read: ReadHolding = (address) =>
      address === 0 ? Promise.resolve(mark) : Promise.reject(new Error('Timed out'));
    await assert.rejects(findModels(read, [0]), /Timed out/);
  });
});
