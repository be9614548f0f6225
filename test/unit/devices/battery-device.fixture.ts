import type { Exchanges } from '../../../nodes/devices/exchanges.ts';
import { ManagedDevice, type ManagedDeviceOptions } from '../../../nodes/devices/managed-device.ts';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { pointIndexOf } from '../../../nodes/devices/register-map.ts';
import { readSetpointState } from '../../../nodes/devices/setpoint-state.ts';
import { ModbusTraffic } from '../../../nodes/devices/traffic.ts';
import { setpointOnWire } from '../../../nodes/devices/write-plan.ts';
import { DeviceGuard, type Permit } from '../../../nodes/safety/index.ts';
import { type AuditEntry, Bus, type DeviceModel, ProcessImage } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { guardedDevice } from '../safety/fixtures.ts';
import { settled } from '../safety/guarded-battery.ts';
import { answerFrom, FakeModbusClient, RegisterMemory } from './modbus-client.fixture.ts';
import { shippedProfile } from './profile.fixture.ts';

export const batteryModel: DeviceModel = {
  id: 'WLCE-BESS-01',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  name: 'Battery',
  profile: 'demo-inverter',
  site: 'WLCE',
  type: 'bess',
  ratings: { chargeKw: 250, dischargeKw: 250, capacityKwh: 500 },
};

/** Protocol address of the demo inverter's registers that the tests change. */
export const demoRegister = {
  status: 0,
  soc: 1,
  power: 3,
  heartbeat: 17,
  setpoint: 100,
  gatewayHeartbeat: 101,
} as const;

/** The registers of a demo inverter that is healthy, at half charge and at rest. */
export function demoRegisters(): RegisterMemory {
  const registers = new RegisterMemory();
  registers.set(0, 0, 500, 990, 0, 0, 8000, 0, 250, 270, 240, 3300, 3290, 5000, 4000, 2500, 2500, 0, 1, 0, 0, 0, 0);
  registers.set(demoRegister.setpoint, 0, 0);
  return registers;
}

/** A battery with everything of the process around it, and a register memory in place of its wire. */
export class BatteryDevice {
  readonly clock = new ManualClock();
  readonly registers: RegisterMemory;
  /** Audit rows, judgements, requests on the wire and log lines in their order. */
  readonly journal: string[] = [];
  readonly audited: AuditEntry[] = [];
  readonly logged: string[] = [];
  readonly client: FakeModbusClient;
  readonly image = new ProcessImage();
  readonly bus: Bus;
  readonly traffic = new ModbusTraffic((text) => void this.logged.push(text));
  readonly guard: DeviceGuard;
  readonly options: ManagedDeviceOptions;
  readonly device: ManagedDevice;
  /** What the audit log does with a row before it is on the disk. */
  beforeAppend: (entry: AuditEntry) => Promise<void> = () => Promise.resolve();

  constructor(profile: Profile = shippedProfile('demo-inverter'), registers = demoRegisters()) {
    this.registers = registers;
    this.client = new FakeModbusClient(registers, this.journal);
    const log = (text: string): void => void this.logged.push(text);
    this.bus = new Bus(log);
    const index = pointIndexOf(batteryModel.id, profile, []);
    const image = this.image.add(index);
    const audit = {
      append: async (entry: AuditEntry) => {
        await this.beforeAppend(entry);
        this.audited.push(entry);
        this.journal.push(`${entry.kind} ${entry.verdict ?? ''}`.trim());
        return { seq: this.audited.length, hash: '' };
      },
    };
    this.guard = new DeviceGuard({
      device: guardedDevice(
        {},
        {
          siteId: 'WLCE',
          okStates: profile.control?.okStates ?? [],
          onWire: (kw) => {
            const { map, scaleFactors } = this.device.poller;
            return map ? setpointOnWire(map, kw, scaleFactors) : { misfit: 'the registers are not known yet' };
          },
        },
      ),
      image: this.image,
      clock: this.clock,
      audit,
      isIdsAlert: () => false,
      setpointOnDevice: () => readSetpointState(profile, image),
      onBlock: () => undefined,
      log,
    });
    const judgeAtWrite = this.guard.judgeAtWrite.bind(this.guard);
    this.guard.judgeAtWrite = (targetKw, requester) => {
      this.journal.push('judge');
      return judgeAtWrite(targetKw, requester);
    };
    const { clock, bus, traffic, guard } = this;
    this.options = { model: batteryModel, profile, index, image, bus, clock, audit, traffic, offsetMs: 0, guard, log };
    this.device = new ManagedDevice(this.options);
  }

  /** Lends the device a flow and a connection, polls once, and forgets what the journal has so far. */
  async connect(): Promise<void> {
    this.device.attachClient(this.client);
    answerReads(this.device.exchanges, this.registers);
    this.device.poller.start();
    await this.advance(0);
    this.journal.length = 0;
  }

  /** Lets time pass and everything that it sets off. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settled();
  }

  /** Lets time pass in steps, so that what one timer starts can start the next. */
  async pass(ms: number, stepMs = 50): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) await this.advance(stepMs);
  }

  permit(targetKw: number): Permit {
    return {
      commandId: 'command-1',
      deviceId: batteryModel.id,
      targetKw,
      requester: { keyId: 'k1', source: 'arbitrage_engine', via: 'http' },
      receivedAt: this.clock.monotonic(),
    };
  }

  get outcomes(): AuditEntry[] {
    return this.audited.filter(({ kind }) => kind === 'command_outcome');
  }
}

/** Answers a device's reads as a flow with a getter would. */
export function answerReads(exchanges: Exchanges, registers: RegisterMemory): () => void {
  return exchanges.attach((read, exchange) => {
    exchanges.answer(exchange, answerFrom(registers, read));
  });
}
