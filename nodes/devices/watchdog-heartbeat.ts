import type { Clock, Timer } from '../kernel/index.ts';
import type { DeviceGuard } from '../safety/index.ts';
import type { Lane } from './lane.ts';
import type { ModbusTransport } from './modbus-transport.ts';
import type { Poller } from './poller.ts';
import type { Profile } from './profile.ts';
import { watchdogWrite } from './write-plan.ts';

export interface WatchdogHeartbeatOptions {
  readonly profile: Profile;
  readonly guard: DeviceGuard;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly poller: Poller;
  readonly transport: () => ModbusTransport | undefined;
}

/** Serves the device's own dead-man's switch, so that the device falls back alone when the gateway is gone. */
export class WatchdogHeartbeat {
  readonly #options: WatchdogHeartbeatOptions;
  #timer: Timer | undefined;
  #beat: number;
  #busy = false;

  constructor(options: WatchdogHeartbeatOptions) {
    this.#options = options;
    // Not the same after each start: a device that saw the last run's first beat has to see another.
    this.#beat = Math.floor(options.clock.now() / 1000);
  }

  start(): void {
    const periodMs = this.#options.profile.control?.watchdog?.periodMs;
    if (periodMs !== undefined) this.#timer = this.#options.clock.every(periodMs, () => void this.#serve());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  async #serve(): Promise<void> {
    const { guard, lane, poller } = this.#options;
    const transport = this.#options.transport();
    // A lost connection is a rule of its own; here only a device that answers counts.
    if (this.#busy || !transport?.active || !poller.map) return;
    const write = watchdogWrite(poller.map, ++this.#beat);
    if (!write) return;
    this.#busy = true;
    try {
      await lane.run('write', () => transport.write(write));
      guard.noteWatchdog(true);
    } catch {
      guard.noteWatchdog(false);
    } finally {
      this.#busy = false;
    }
  }
}
