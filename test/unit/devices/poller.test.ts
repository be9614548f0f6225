import assert from 'node:assert/strict';
import { Exchanges, type RegisterRead } from '../../../nodes/devices/exchanges.ts';
import { Lane } from '../../../nodes/devices/lane.ts';
import { Poller } from '../../../nodes/devices/poller.ts';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { pointIndexOf, resolvedPoint } from '../../../nodes/devices/register-map.ts';
import { type Frame, ProcessImage } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { settled } from '../safety/guarded-battery.ts';
import { answerFrom, RegisterMemory } from './modbus-client.fixture.ts';
import { pointOf, profileOf, shippedProfile } from './profile.fixture.ts';
import { sunspecDevice } from './sunspec-device.fixture.ts';

/** A poller with the flow and the device behind it. */
class PolledDevice {
  readonly clock = new ManualClock();
  readonly registers: RegisterMemory;
  readonly frames: Frame[] = [];
  /** `address+quantity` of every read that left. */
  readonly reads: string[] = [];
  /** Cycles after which the poller asked for a new connection. */
  readonly stuckAfter: number[] = [];
  readonly exchanges = new Exchanges(this.clock);
  readonly image;
  readonly poller: Poller;
  /** How the device answers; undefined when it does not. */
  answer: (read: RegisterRead) => Uint16Array | Error | undefined = (read) => answerFrom(this.registers, read);

  constructor(profile: Profile, { registers = new RegisterMemory(), offsetMs = 0 } = {}) {
    this.registers = registers;
    const index = pointIndexOf('DEVICE-1', profile, []);
    this.image = new ProcessImage().add(index);
    this.poller = new Poller({
      siteId: 'WLCE',
      index,
      profile,
      image: this.image,
      exchanges: this.exchanges,
      lane: new Lane(),
      clock: this.clock,
      offsetMs,
      onFrame: (frame) => this.frames.push(frame),
      onStuck: () => this.stuckAfter.push(this.frames.length + 1),
    });
  }

  attach(): () => void {
    return this.exchanges.attach((read, exchange) => {
      this.reads.push(`${read.address}+${read.quantity}`);
      const answer = this.answer(read);
      if (answer) this.exchanges.answer(exchange, answer);
    });
  }

  async start(): Promise<void> {
    this.attach();
    this.poller.start();
    await this.advance(0);
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settled();
  }

  /** The reads of the coming cycle, which begins after `ms`. */
  async readsOfCycle(ms = 1000): Promise<string[]> {
    const before = this.reads.length;
    await this.advance(ms);
    return this.reads.slice(before);
  }

  get frame(): Frame {
    return this.frames.at(-1)!;
  }
}

const groups = { fast: { periodMs: 1000 }, slow: { periodMs: 3000 } };
const twoGroups = profileOf(
  [
    pointOf({ name: 'power', address: 0, scale: 0.1 }),
    pointOf({ name: 'voltage', address: 10 }),
    pointOf({ name: 'energy', address: 20, type: 'uint32', group: 'slow' }),
  ],
  {},
  { groups },
);

function twoGroupDevice(options: { offsetMs?: number } = {}): PolledDevice {
  const device = new PolledDevice(twoGroups, options);
  device.registers.set(0, -1005);
  device.registers.set(10, 400);
  device.registers.set(20, 1, 0);
  return device;
}

describe('poller', () => {
  it('makes a frame of a cycle and takes it into the image before anybody hears of it', async () => {
    const device = twoGroupDevice();
    await device.start();
    const { siteId, deviceId, cycle, ts, durationMs, origin } = device.frame;
    assert.deepEqual(
      { siteId, deviceId, cycle, ts, durationMs, origin },
      { siteId: 'WLCE', deviceId: 'DEVICE-1', cycle: 1, ts: device.clock.now(), durationMs: 0, origin: 'polled' },
    );
    assert.deepEqual([...device.frame.values], [-100.5, 400, 0x10000]);
    assert.equal(device.image.frame, device.frame);
    assert.deepEqual(device.image.point('power'), { value: -100.5, goodAt: 0, askedAt: 0 });
  });

  it('sends the reads of a cycle one after the other', async () => {
    const device = twoGroupDevice();
    device.answer = () => undefined;
    await device.start();
    assert.deepEqual(device.reads, ['0+1']);
    await device.advance(1300);
    assert.deepEqual(device.reads, ['0+1', '10+1']);
  });

  it('measures how long a cycle took and stamps its end', async () => {
    const device = twoGroupDevice();
    device.answer = () => undefined;
    const pending: [string, RegisterRead][] = [];
    device.exchanges.attach((read, exchange) => void pending.push([exchange, read]));
    device.poller.start();
    for (let count = 0; count < 3; count++) {
      await device.advance(20);
      const [exchange, read] = pending.at(-1)!;
      device.exchanges.answer(exchange, answerFrom(device.registers, read));
      await settled();
    }
    assert.equal(device.frame.durationMs, 60);
    assert.equal(device.frame.ts, device.clock.now());
    assert.deepEqual(device.image.point('power'), { value: -100.5, goodAt: 20, askedAt: 0 });
    assert.deepEqual(device.image.point('voltage'), { value: 400, goodAt: 40, askedAt: 20 });
  });

  it('takes each answer into the image at once, as a write may be judged before the cycle has ended', async () => {
    const device = twoGroupDevice();
    await device.start();
    device.registers.set(0, 77);
    device.registers.set(10, 0xffff);
    device.answer = (read) => (read.address === 0 ? answerFrom(device.registers, read) : undefined);
    await device.advance(1000);
    assert.equal(device.frames.length, 1, 'the second read is under way');
    assert.equal(device.image.point('power').value, 7.7);
    assert.equal(device.image.point('voltage').value, 400);
    assert.equal(device.image.frame, device.frame);
  });

  it('counts a heartbeat once a cycle', async () => {
    const beating = pointOf({ name: 'beat', address: 0, role: 'device_heartbeat' });
    const device = new PolledDevice(profileOf([beating, pointOf({ name: 'voltage', address: 10 })], {}, { groups }));
    device.registers.set(0, 4);
    device.registers.set(10, 400);
    await device.start();
    for (const expected of [1, 2]) {
      await device.advance(1000);
      assert.equal(device.image.heartbeatUnchanged, expected);
    }
    device.registers.set(0, 5);
    await device.advance(1000);
    assert.equal(device.image.heartbeatUnchanged, 0);
  });

  it('starts after its offset, and never before a flow is attached', async () => {
    const device = twoGroupDevice({ offsetMs: 370 });
    await device.start();
    await device.advance(369);
    assert.equal(device.frames.length, 0);
    await device.advance(1);
    assert.equal(device.frames.length, 1);
    const unattached = twoGroupDevice();
    unattached.poller.start();
    await unattached.advance(5000);
    assert.deepEqual([unattached.frames.length, unattached.poller.missed], [0, 0]);
  });

  it('ends with stop, also before it has begun', async () => {
    const device = twoGroupDevice();
    await device.start();
    device.poller.stop();
    await device.advance(5000);
    assert.equal(device.frames.length, 1);
    const early = twoGroupDevice({ offsetMs: 500 });
    early.attach();
    early.poller.start();
    early.poller.stop();
    await early.advance(5000);
    assert.equal(early.frames.length, 0);
  });

  describe('groups', () => {
    const [all, fast] = [
      ['0+1', '10+1', '20+2'],
      ['0+1', '10+1'],
    ];

    it('are read each in its own period', async () => {
      const device = twoGroupDevice();
      await device.start();
      assert.deepEqual(device.reads, all);
      for (const expected of [fast, fast, all, fast, fast, all]) {
        assert.deepEqual(await device.readsOfCycle(), expected);
      }
    });

    it('that are not due are bad in the frame and keep their value in the image', async () => {
      const device = twoGroupDevice();
      await device.start();
      await device.advance(1000);
      assert.deepEqual(device.frame.get('energy'), { value: null, quality: 2, reason: 'not due in this cycle' });
      assert.deepEqual(device.image.point('energy'), { value: 0x10000, goodAt: 0, askedAt: 0 });
    });

    it('are all read in the first cycle, however late the flow is attached', async () => {
      const device = twoGroupDevice();
      device.poller.start();
      await device.advance(0);
      device.attach();
      assert.deepEqual(await device.readsOfCycle(), all);
    });

    it('whose turn fell into a missed cycle are read in the next one', async () => {
      const device = twoGroupDevice();
      await device.start();
      await device.advance(1000);
      device.answer = () => undefined;
      await device.advance(1000);
      await device.advance(1000);
      assert.equal(device.poller.missed, 1);
      device.answer = (read) => answerFrom(device.registers, read);
      await device.advance(300);
      assert.deepEqual(await device.readsOfCycle(700), all);
    });
  });

  it('counts a cycle that could not start, and starts no second one beside the first', async () => {
    const device = twoGroupDevice();
    device.answer = () => undefined;
    await device.start();
    await device.advance(1000);
    assert.equal(device.poller.missed, 1);
    assert.deepEqual(device.reads, ['0+1']);
    for (let count = 0; count < 3; count++) await device.advance(1300);
    assert.equal(device.frames.length, 1);
    assert.equal(device.poller.missed, 4);
  });

  describe('a read that fails', () => {
    it('makes its points bad with the reason, and harms no other', async () => {
      const device = twoGroupDevice();
      device.answer = (read) =>
        read.address === 10 ? new Error('Modbus exception 4') : answerFrom(device.registers, read);
      await device.start();
      assert.deepEqual(device.frame.get('power'), { value: -100.5, quality: 0 });
      assert.deepEqual(device.frame.get('voltage'), { value: null, quality: 2, reason: 'Modbus exception 4' });
      assert.deepEqual(device.image.point('voltage').value, null);
    });

    it('says so when nothing answered in time', async () => {
      const device = twoGroupDevice();
      device.answer = (read) => (read.address === 0 ? undefined : answerFrom(device.registers, read));
      await device.start();
      await device.advance(1300);
      assert.equal(device.frame.get('power').reason, 'no answer within 1300 ms');
      assert.equal(device.frame.get('voltage').value, 400);
    });

    it('never repeats an older value as a new one', async () => {
      const device = twoGroupDevice();
      await device.start();
      device.answer = () => new Error('gone');
      await device.advance(1000);
      assert.equal(device.frame.anyGood, false);
      assert.deepEqual(device.image.point('power'), { value: -100.5, goodAt: 0, askedAt: 0 });
    });
  });

  describe('a connection that is stuck', () => {
    it('is restarted after 3 silent cycles, then after 6, 12, 24, 48 and each 48 more', async () => {
      const device = twoGroupDevice();
      device.answer = () => new Error('no answer');
      await device.start();
      for (let cycle = 1; cycle < 190; cycle++) await device.advance(1000);
      assert.deepEqual(device.stuckAfter, [3, 9, 21, 45, 93, 141, 189]);
    });

    it('gets three cycles again once anything was read', async () => {
      const device = twoGroupDevice();
      device.answer = () => new Error('no answer');
      await device.start();
      for (let cycle = 1; cycle < 10; cycle++) await device.advance(1000);
      device.answer = (read) => (read.address === 10 ? answerFrom(device.registers, read) : new Error('no answer'));
      await device.advance(1000);
      device.answer = () => new Error('no answer');
      for (let cycle = 0; cycle < 4; cycle++) await device.advance(1000);
      assert.deepEqual(device.stuckAfter, [3, 9, 14]);
    });
  });

  describe('a SunSpec device', () => {
    const profile = shippedProfile('sunspec-storage');

    it('is walked before its first cycle, and once', async () => {
      const { registers, models } = sunspecDevice();
      const device = new PolledDevice(profile, { registers });
      assert.equal(device.poller.map, undefined);
      await device.start();
      const headers = [...models.values()].map((first) => `${first - 2}+2`);
      assert.deepEqual(device.reads.slice(0, 9), ['40000+2', ...headers]);
      assert.equal(device.frames.length, 1);
      const found = ['active_power', 'soc', 'charge_limit', 'battery_state', 'module_temp_max'].map(
        (name) => device.frame.get(name).value,
      );
      assert.deepEqual(found, [5, 50.5, 50, 3, 27]);
      assert.ok(!(await device.readsOfCycle()).includes('40000+2'));
      assert.equal(device.frames.length, 2);
    });

    it('lends its scale factors to the writer', async () => {
      const { registers, models } = sunspecDevice();
      const device = new PolledDevice(profile, { registers });
      await device.start();
      const { map } = device.poller;
      assert.ok(map);
      const setpoint = resolvedPoint(map, 'power_setpoint');
      assert.equal(setpoint.address, models.get(704)! + 22);
      assert.equal(device.poller.scaleFactors.get(setpoint.column), 2);
      device.answer = () => new Error('gone');
      await device.advance(1000);
      assert.equal(device.poller.scaleFactors.get(setpoint.column), 2, 'a silent cycle forgets none');
    });

    it('may have a point and its scale factor in two answers', async () => {
      const { registers } = sunspecDevice();
      const narrow = { ...profile, connection: { ...profile.connection, maxRegisters: 8 } };
      const device = new PolledDevice(narrow, { registers });
      await device.start();
      const apart = ['active_power', 'soc'].map((name) => device.image.point(name));
      const known = { goodAt: 0, askedAt: 0 };
      assert.deepEqual(apart, [
        { value: 5, ...known },
        { value: 50.5, ...known },
      ]);
    });

    it('has bad points with the reason until it is found', async () => {
      const { registers } = sunspecDevice();
      const device = new PolledDevice(profile, { registers });
      device.answer = () => new Error('no answer within 2300 ms');
      await device.start();
      const reading = device.frame.get('soc');
      assert.equal(reading.value, null);
      assert.match(reading.reason ?? '', /^no SunSpec device at 40000, 50000, 0: .*no answer within 2300 ms/);
      device.answer = (read) => answerFrom(registers, read);
      await device.advance(1000);
      assert.equal(device.frame.get('soc').value, 50.5);
    });

    it('whose needed model is missing has bad points with the reason', async () => {
      const registers = new RegisterMemory();
      registers.set(40_000, 0x5375, 0x6e53, 1, 0, 0xffff, 0);
      const device = new PolledDevice(profile, { registers });
      await device.start();
      assert.match(device.frame.get('soc').reason ?? '', /^the device has no SunSpec model \d+, which \w+ needs$/);
      assert.equal(device.poller.map, undefined);
    });
  });
});
