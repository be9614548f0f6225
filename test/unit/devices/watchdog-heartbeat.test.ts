import assert from 'node:assert/strict';
import { Lane } from '../../../nodes/devices/lane.ts';
import { ModbusTransport } from '../../../nodes/devices/modbus-transport.ts';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { WatchdogHeartbeat } from '../../../nodes/devices/watchdog-heartbeat.ts';
import { BatteryDevice } from './battery-device.fixture.ts';
import { shippedProfile } from './profile.fixture.ts';
import { sunspecDevice } from './sunspec-device.fixture.ts';

/** A battery whose watchdog is served alone: no polls, no commands. */
class ServedBattery extends BatteryDevice {
  readonly lane = new Lane();
  /** What the guard was told of each heartbeat. */
  readonly served: boolean[] = [];
  transport: ModbusTransport | undefined;
  heartbeat!: WatchdogHeartbeat;

  async serve(profile: Profile): Promise<void> {
    await this.connect();
    this.device.poller.stop();
    this.transport = new ModbusTransport(this.client, 1, this.clock, () => undefined);
    this.guard.noteWatchdog = (served) => void this.served.push(served);
    this.heartbeat = new WatchdogHeartbeat({
      profile,
      guard: this.guard,
      lane: this.lane,
      clock: this.clock,
      poller: this.device.poller,
      transport: () => this.transport,
    });
    this.heartbeat.start();
  }
}

describe('watchdog heartbeat', () => {
  let battery: ServedBattery;
  let startedAt: number;
  /** The counter's write of the nth period: it goes on from the time of day, and wraps from 65535 to 0. */
  const beat = (count: number): string => `write 101 ${(startedAt + count) % 0x10000}`;

  beforeEach(async () => {
    battery = new ServedBattery();
    await battery.serve(battery.device.profile);
    startedAt = Math.floor(battery.clock.now() / 1000);
  });

  it('moves the counter of the device once in each period', async () => {
    for (let count = 0; count < 3; count++) await battery.advance(1000);
    assert.deepEqual(battery.journal, [beat(1), beat(2), beat(3)]);
    assert.deepEqual(battery.served, [true, true, true]);
  });

  it('wraps the counter from 65535 to 0', async () => {
    const untilWrap = 0x10000 - (startedAt % 0x10000);
    for (let count = 0; count <= untilWrap; count++) await battery.advance(1000);
    assert.deepEqual(battery.journal.slice(-3), ['write 101 65535', 'write 101 0', 'write 101 1']);
  });

  it('tells the guard of each failure and of each recovery', async () => {
    battery.client.writeFates = ['answered', 'refused', 'refused', 'answered'];
    for (let count = 0; count < 4; count++) await battery.advance(1000);
    assert.deepEqual(battery.served, [true, false, false, true]);
  });

  it('counts a write without an answer as one failure and starts no second one meanwhile', async () => {
    battery.client.writeFates = ['lost'];
    battery.client.on('writeModbus', () => undefined);
    await battery.advance(1000);
    await battery.advance(1199);
    assert.deepEqual([battery.journal.length, battery.served.length], [1, 0]);
    await battery.advance(1);
    assert.deepEqual(battery.served, [false]);
    await battery.advance(800);
    assert.deepEqual(battery.served, [false, true]);
  });

  it('waits while the wire is busy, and goes ahead of the polls', async () => {
    let free = (): void => assert.fail('not busy');
    const busy = battery.lane.run('poll', () => new Promise<void>((resolve) => (free = resolve)));
    const poll = battery.lane.run('poll', () => Promise.resolve(void battery.journal.push('poll')));
    await battery.advance(1000);
    assert.deepEqual(battery.journal, []);
    free();
    await Promise.all([busy, poll]);
    assert.deepEqual(battery.journal, [beat(1), 'poll']);
  });

  const absences: [string, (battery: ServedBattery) => void][] = [
    ['while the client is not connected', ({ client }) => client.turn(false, 'mbclosed')],
    ['while no flow lends a connection', (battery) => (battery.transport = undefined)],
    ['after it was stopped', ({ heartbeat }) => heartbeat.stop()],
  ];
  for (const [title, absent] of absences) {
    it(`is not served ${title}, and that counts as no failure`, async () => {
      absent(battery);
      for (let count = 0; count < 5; count++) await battery.advance(1000);
      assert.deepEqual([battery.journal, battery.served], [[], []]);
    });
  }

  it('of a SunSpec device writes its reversion time again and again', async () => {
    const profile = shippedProfile('sunspec-storage');
    const { registers, models } = sunspecDevice();
    const sunspec = new ServedBattery(profile, registers);
    await sunspec.serve(profile);
    await sunspec.advance(20_000);
    await sunspec.advance(20_000);
    const write = `write ${models.get(704)! + 29} 0 60`;
    assert.deepEqual(sunspec.journal, [write, write]);
  });

  it('of a device without a watchdog does nothing', async () => {
    const control = { ...battery.device.profile.control! };
    delete (control as { watchdog?: object }).watchdog;
    const bare = new ServedBattery({ ...battery.device.profile, control });
    await bare.serve(bare.device.profile);
    await bare.advance(60_000);
    assert.deepEqual([bare.journal, bare.served], [[], []]);
  });
});
