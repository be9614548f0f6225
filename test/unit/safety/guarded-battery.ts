import { DeviceGuard, type DeviceGuardOptions } from '../../../nodes/safety/device-guard.ts';
import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Correction } from '../../../nodes/safety/supervise.ts';
import {
  type AuditEntry,
  Frame,
  type PointDescriptor,
  PointIndex,
  type PointRole,
  ProcessImage,
  Quality,
} from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { guardedDevice } from './fixtures.ts';

const requiredRoles = ['soc', 'power', 'cell_temp_max', 'cell_temp_min', 'status'] as const;
const optionalRoles = ['setpoint', 'estop'] as const;

/** A point of the battery, named like its role. */
export function pointOf(role: PointRole, safetyRequired: boolean): PointDescriptor {
  return { name: role, description: role, unit: '', role, safetyRequired, periodMs: 1000 };
}

type Role = (typeof requiredRoles)[number] | (typeof optionalRoles)[number];
/** What a poll cycle found: a value, or the reason why the answer cannot be true. Points left out did not answer. */
export type Answers = Partial<Record<PointRole, number | string>>;

/** Puts one poll cycle's answers into the image. */
export function answer(image: ProcessImage, deviceId: string, clock: ManualClock, answers: Answers, durationMs = 20) {
  const device = image.get(deviceId)!;
  const { index } = device;
  const values = new Float64Array(index.size).fill(NaN);
  const quality = new Uint8Array(index.size).fill(Quality.bad);
  const reasons = new Map<number, string>();
  const answered = new Set<number>();
  for (const [role, found] of Object.entries(answers)) {
    const column = index.columnOfRole(role as PointRole)!;
    answered.add(column);
    if (typeof found === 'number') {
      values[column] = found;
      quality[column] = Quality.good;
    } else reasons.set(column, found);
  }
  const { monotonic, now } = { monotonic: clock.monotonic(), now: clock.now() };
  const cycle = (device.frame?.cycle ?? 0) + 1;
  const fields = { siteId: 'SITE-CL-001', deviceId, ts: now, cycle, durationMs, origin: 'polled' as const, index };
  device.setConnected(true);
  device.update(new Frame({ ...fields, values, quality, reasons }), answered, monotonic);
}

/** A battery whose register, telemetry, writer and audit log the test holds, with the real guard around it. */
export class GuardedBattery {
  readonly clock = new ManualClock();
  readonly image = new ProcessImage();
  readonly corrections: Correction[] = [];
  readonly audited: AuditEntry[] = [];
  readonly blocked: string[] = [];
  readonly logged: string[] = [];
  cyclesWithoutDebt = 0;
  readonly guard: DeviceGuard;
  /** What the device's setpoint register holds, kW. */
  registerKw: number;
  /** What the writer does with a correction; the default carries it out. */
  write: (correction: Correction) => Promise<void>;

  constructor(
    { registerKw = 0, device = guardedDevice() }: { registerKw?: number; device?: GuardedDevice } = {},
    options: Partial<DeviceGuardOptions> = {},
  ) {
    this.registerKw = registerKw;
    this.image.add(
      new PointIndex(device.deviceId, [
        ...requiredRoles.map((role) => pointOf(role, true)),
        ...optionalRoles.map((role) => pointOf(role, false)),
      ]),
    );
    this.guard = new DeviceGuard({
      device,
      image: this.image,
      clock: this.clock,
      audit: {
        append: (entry) => {
          this.audited.push(entry);
          return Promise.resolve({ seq: this.audited.length, hash: '' });
        },
      },
      isIdsAlert: () => false,
      onBlock: (constraint) => this.blocked.push(constraint),
      log: (text) => this.logged.push(text),
      ...options,
    });
    this.write = ({ targetKw }) => {
      this.registerKw = targetKw;
      this.guard.noteWritten(targetKw, null);
      return Promise.resolve();
    };
    this.guard.attachWriter({
      correct: async (correction) => {
        this.corrections.push(correction);
        await this.write(correction);
      },
      noneOwed: () => (this.cyclesWithoutDebt += 1),
    });
  }

  /** One poll and guard cycle: a healthy battery that follows its register, except for what the test says. */
  async cycle(found: Partial<Record<Role, number | string>> = {}, afterMs = 1000): Promise<void> {
    this.clock.advance(afterMs);
    this.poll(found);
    this.guard.observe();
    await settled();
  }

  poll(found: Partial<Record<Role, number | string>> = {}, durationMs = 20): void {
    const healthy = { soc: 50, power: this.registerKw, cell_temp_max: 27, cell_temp_min: 24, status: 1, estop: 0 };
    const answers = { ...healthy, setpoint: this.registerKw, ...found };
    answer(this.image, this.guard.device.deviceId, this.clock, answers, durationMs);
  }

  /** A command that the device took. */
  command(targetKw: number, commandId = 'command-1'): void {
    this.registerKw = targetKw;
    this.guard.noteWritten(targetKw, commandId);
  }

  get correctedTo(): number[] {
    return this.corrections.map(({ targetKw }) => targetKw);
  }

  auditedKinds(): string[] {
    return this.audited.map(({ kind }) => kind);
  }
}

/** Lets promises that are already settled run on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
