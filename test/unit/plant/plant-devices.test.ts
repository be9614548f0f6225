import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault } from '../../../nodes/plant/index.ts';
import { type ModbusFrame, splitFrames } from '../../../nodes/plant/modbus-frame.ts';
import { createPlant } from '../../../nodes/plant/plant.ts';
import { PlantDevices } from '../../../nodes/plant/plant-devices.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const startEpochMs = Date.parse('2026-02-18T10:00:00Z');

const functionCode = fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, 6, 15, 16), fc.nat(0xff));
const address = fc.oneof(fc.integer({ min: 0, max: 110 }), fc.nat(0xffff));
const quantity = fc.oneof(fc.integer({ min: 0, max: 130 }), fc.nat(0xffff));
const pdu = fc
  .tuple(functionCode, address, quantity, fc.uint8Array({ maxLength: 20 }), fc.boolean())
  .map(([code, at, count, tail, clean]) => {
    const head = Buffer.from([code, at >> 8, at & 0xff, count >> 8, count & 0xff]);
    return clean ? head : Buffer.concat([head.subarray(0, 1 + (count % 5)), Buffer.from(tail)]);
  });
const request: fc.Arbitrary<ModbusFrame> = fc
  .tuple(fc.nat(0xffff), fc.constantFrom(0, 1, 2, 11, 12, 21, 31, 247), pdu)
  .map(([transaction, unit, bytes]) => ({ transaction, unit, pdu: bytes }));
const fault: fc.Arbitrary<Fault | undefined> = fc.constantFrom<Fault | undefined>(
  undefined,
  { kind: 'garbage' },
  { kind: 'not-implemented' },
  { kind: 'freeze' },
  { kind: 'ignore-writes' },
  { kind: 'clamp-writes' },
  { kind: 'exception', code: 6 },
);

describe('plant-devices', () => {
  it('answer any request with one well-formed frame of the same transaction and unit, whatever the fault', () => {
    const devices = new PlantDevices(createPlant(42, startEpochMs, 1), new ManualClock(startEpochMs));
    fc.assert(
      fc.property(request, fault, fc.nat(5000), (asked, set, dtMs) => {
        devices.setFault('all', set);
        devices.step(dtMs, dtMs);
        const { parts, close } = devices.answer(asked);
        const { frames, rest, broken } = splitFrames(Buffer.concat(parts.map(({ bytes }) => bytes)));
        assert.deepEqual([close, broken, rest.length, frames.length], [false, false, 0, 1]);
        assert.deepEqual([frames[0]!.transaction, frames[0]!.unit], [asked.transaction, asked.unit]);
        for (const { battery } of devices.plant.inverters) {
          assert.ok(battery.storedKwh >= 0 && battery.storedKwh <= 500 && Math.abs(battery.powerKw) <= 250);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('keep a bounded journal of the newest writes', () => {
    const devices = new PlantDevices(createPlant(42, startEpochMs), new ManualClock(startEpochMs));
    const beat = Buffer.from([6, 0, 101, 0, 0]);
    for (let count = 0; count < 250_000; count += 1) {
      beat.writeUInt16BE(count & 0xffff, 3);
      devices.answer({ transaction: 1, unit: 1, pdu: beat });
    }
    const journal = devices.journal();
    assert.ok(journal.length >= 100_000 && journal.length <= 200_000);
    assert.equal(journal.at(-1)!.value, 249_999 & 0xffff);
  });
});
