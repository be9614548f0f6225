import { type Clock, defineErrors, defineService } from '../kernel/index.ts';
import type { DeviceGuard } from '../safety/index.ts';
import type { AuditSink, Bus, DeviceImage, DeviceModel, Frame, PointIndex } from '../site/index.ts';
import { DeviceWriter } from './device-writer.ts';
import { Exchanges } from './exchanges.ts';
import { Lane } from './lane.ts';
import { type ModbusClientNode, ModbusTransport } from './modbus-transport.ts';
import { Poller } from './poller.ts';
import type { Profile } from './profile.ts';
import { type ModbusTraffic, type ObserveOperation, observeOperations } from './traffic.ts';
import { WatchdogHeartbeat } from './watchdog-heartbeat.ts';

export interface ManagedDeviceOptions {
  readonly model: DeviceModel;
  readonly profile: Profile;
  readonly index: PointIndex;
  readonly image: DeviceImage;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly audit: AuditSink;
  readonly offsetMs: number;
  /** Where the device's Modbus traffic is told. */
  readonly traffic: ModbusTraffic;
  /** Present for a device that can be controlled. */
  readonly guard?: DeviceGuard | undefined;
  readonly log: (text: string) => void;
}

/**
 * A configured device as the process knows it: its poll cycles, its one writer, its watchdog. The nodes of a flow lend it
 * a way out and a connection and take them back at a deploy; the device itself goes on.
 */
export class ManagedDevice {
  readonly model: DeviceModel;
  readonly profile: Profile;
  readonly image: DeviceImage;
  readonly exchanges: Exchanges;
  readonly poller: Poller;
  readonly writer: DeviceWriter | undefined;
  readonly #options: ManagedDeviceOptions;
  readonly #watchdog: WatchdogHeartbeat | undefined;
  readonly #observe: ObserveOperation;
  #client: ModbusClientNode | undefined;
  #transport: ModbusTransport | undefined;

  constructor(options: ManagedDeviceOptions) {
    const { model, profile, image, clock, guard, log, bus } = options;
    this.#options = options;
    this.model = model;
    this.profile = profile;
    this.image = image;
    const lane = new Lane();
    const transport = () => this.#transport;
    this.#observe = observeOperations(options.traffic, model.id, clock);
    this.exchanges = new Exchanges(clock);
    this.poller = new Poller({
      siteId: model.site,
      index: options.index,
      profile,
      image,
      exchanges: this.exchanges,
      lane,
      clock,
      offsetMs: options.offsetMs,
      observe: this.#observe,
      onFrame: (frame: Frame) => bus.publish(frame),
      onStuck: () => this.#restartConnection(),
    });
    if (guard) {
      const shared = { profile, guard, lane, clock, poller: this.poller, transport };
      this.writer = new DeviceWriter({ ...shared, image, audit: options.audit, log });
      this.#watchdog = new WatchdogHeartbeat(shared);
      guard.attachWriter(this.writer);
    }
  }

  /** Host of the connection, as the flow names it; null while no flow connects the device. */
  get host(): string | null {
    return this.#transport?.host ?? null;
  }

  start(): void {
    this.poller.start();
    this.#watchdog?.start();
  }

  stop(): void {
    this.poller.stop();
    this.#watchdog?.stop();
  }

  /** `device-write` or `device-poll` lends the connection of its flow. Returns the function that takes it back. */
  attachClient(client: ModbusClientNode): () => void {
    this.#transport?.close();
    client.clientTimeout = this.profile.connection.timeoutMs;
    const unit = this.model.unit ?? this.profile.connection.unit;
    const connected = (is: boolean): void => {
      // A transport that was replaced has nothing to say any more; the first word comes before it is the current one.
      if (this.#client === client) this.image.setConnected(is);
    };
    this.#client = client;
    const transport = new ModbusTransport(client, unit, this.#options.clock, connected, this.#observe);
    this.#transport = transport;
    return () => {
      transport.close();
      if (this.#transport === transport) this.#transport = undefined;
    };
  }

  #restartConnection(): void {
    if (!this.#transport?.active) return;
    this.#options.log(`${this.model.id}: no answer although connected; the connection is restarted`);
    this.#transport.restart();
  }
}

export interface DeviceRuntime {
  readonly devices: ReadonlyMap<string, ManagedDevice>;
  /** Why a configured device does not run. */
  readonly faults: ReadonlyMap<string, string>;
}

export const deviceRuntime = defineService<DeviceRuntime>('devices');

const errors = defineErrors({
  unknown_device: { status: 404, message: ({ value }) => `The site file has no device ${String(value)}.` },
  device_faulted: {
    status: 503,
    message: ({ field, value }) => `Device ${String(field)} is faulted: ${String(value)}`,
  },
});

/** A running device by id. Throws `unknown_device` or `device_faulted` with the reason. */
export function deviceOf(id: string): ManagedDevice {
  const { devices, faults } = deviceRuntime.get();
  const device = devices.get(id);
  if (device) return device;
  const fault = faults.get(id);
  throw fault === undefined ? errors.unknown_device({ value: id }) : errors.device_faulted({ field: id, value: fault });
}
