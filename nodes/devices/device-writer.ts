import { type Clock, defineErrors, textOf } from '../kernel/index.ts';
import type { Correction, CorrectionWriter, DeviceGuard, Doubt, Permit } from '../safety/index.ts';
import { type AuditEntry, auditEntry, type AuditSink, type DeviceImage, type Requester } from '../site/index.ts';
import { CorrectionLog, type CorrectionOutcome } from './correction-log.ts';
import type { Lane } from './lane.ts';
import type { ModbusTransport } from './modbus-transport.ts';
import type { Poller } from './poller.ts';
import type { Profile } from './profile.ts';
import { resolvedPoint } from './register-map.ts';
import { prerequisiteWrites, type RegisterWrite, setpointHeld, setpointWrites } from './write-plan.ts';

/** A command that the device took, seen in its own register. */
export interface ExecutedCommand {
  readonly deviceId: string;
  readonly targetKw: number;
  /** The register as the profile writes it, for instance 40101. */
  readonly register: number;
  /** From the request's arrival to the durable outcome, milliseconds. */
  readonly latencyMs: number;
}

export interface DeviceWriterOptions {
  readonly profile: Profile;
  readonly guard: DeviceGuard;
  readonly image: DeviceImage;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly audit: AuditSink;
  readonly poller: Poller;
  readonly transport: () => ModbusTransport | undefined;
  readonly log: (text: string) => void;
}

type WriteResult =
  | { readonly kind: 'applied'; readonly settled: boolean }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: string; readonly doubt?: Doubt };

const errors = defineErrors({
  command_blocked: { status: 422, message: ({ reason }) => String(reason) },
  device_disconnected: { status: 503, message: ({ value }) => `Device ${String(value)} is not connected.` },
  command_failed: { status: 503, message: ({ value }) => `The device did not take the command: ${String(value)}` },
  command_unknown: {
    status: 503,
    message: ({ value }) => `It is not known whether the device took the command: ${String(value)}`,
  },
});

const gateway: Requester = { keyId: null, source: 'safety-guard', via: 'gateway' };
/** How long a write may take to be settled by reading the register back. */
const settleWithinMs = 4000;
const settleRetryMs = 250;

/**
 * The one writer of a device. Everything that it writes was judged in the moment of writing; every write is checked by
 * its echo and by reading the register back; intent and outcome are audit rows.
 */
export class DeviceWriter implements CorrectionWriter {
  readonly #options: DeviceWriterOptions;
  readonly #corrections: CorrectionLog;
  readonly #executions = new Set<Promise<unknown>>();
  #ending = false;

  constructor(options: DeviceWriterOptions) {
    this.#options = options;
    const append = (kind: AuditEntry['kind'], entry: Partial<AuditEntry>) => this.#record(kind, entry);
    this.#corrections = new CorrectionLog({ append, report: options.log });
  }

  /** From now on only corrections are written: at the end of the process nothing may follow the zero. */
  refuseCommands(): void {
    this.#ending = true;
  }

  /** Resolves when every command that was redeemed has its outcome in the audit log, or is known to have none. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#executions);
  }

  /** Carries a redeemed permit out. Throws `command_blocked`, `device_disconnected`, `command_failed` or `command_unknown`. */
  async execute(permit: Permit): Promise<ExecutedCommand> {
    const execution = this.#execute(permit);
    this.#executions.add(execution);
    try {
      return await execution;
    } finally {
      this.#executions.delete(execution);
    }
  }

  async #execute(permit: Permit): Promise<ExecutedCommand> {
    const { guard, clock, lane, log } = this.#options;
    const { targetKw, requester, commandId, receivedAt } = permit;
    const record = (verdict: string, reason: string | null = null) =>
      this.#record('command_outcome', {
        commandId,
        requester,
        targetKw,
        verdict,
        reason,
        latencyMs: clock.monotonic() - receivedAt,
      });

    const result = await lane.run('write', async () => {
      if (this.#ending) return { kind: 'failed' as const, reason: 'the gateway is shutting down' };
      const verdict = guard.judgeAtWrite(targetKw, requester);
      return verdict.permitted ? this.#write(targetKw, commandId) : verdict;
    });
    if ('permitted' in result) {
      await record('blocked', result.reason);
      if (result.constraint === 'disconnected') throw errors.device_disconnected({ value: guard.device.deviceId });
      throw errors.command_blocked({ safety_constraint: result.constraint, reason: result.reason });
    }
    if (result.kind !== 'applied') {
      await record(result.kind, result.reason);
      throw errors[`command_${result.kind}`]({ value: result.reason });
    }
    // The device has obeyed: a log that fails now is reported, but cannot make that untrue.
    await record(result.settled ? 'executed after settling' : 'executed').catch((thrown: unknown) =>
      log(`the outcome of command ${commandId} is not in the audit log: ${textOf(thrown)}`),
    );
    return {
      deviceId: guard.device.deviceId,
      targetKw,
      register: this.#setpointRegister(targetKw),
      latencyMs: clock.monotonic() - receivedAt,
    };
  }

  /** Writes what the guard owes: protection does not wait for the log, but is logged. */
  async correct(correction: Correction): Promise<void> {
    const { clock, lane } = this.#options;
    const startedAt = clock.monotonic();
    const intent = this.#corrections.intent(correction);
    const written = await lane.run('write', async () => {
      const owed = this.#stillOwed(correction);
      return owed && { owed, result: await this.#write(owed.targetKw, null) };
    });
    const { owed = correction, result } = written ?? {};
    const outcome = this.#corrections.outcome(owed, correctionOutcome(result), clock.monotonic() - startedAt);
    await Promise.all([intent, outcome]);
  }

  noneOwed(): void {
    void this.#corrections.end();
  }

  /** A correction that has waited is judged by what is owed now: a newer command may have made it the larger one. */
  #stillOwed(correction: Correction): Correction | undefined {
    const isUnconditional = correction.constraint === 'shutdown' || correction.constraint === 'guard_failure';
    return isUnconditional ? correction : this.#options.guard.owed();
  }

  async #write(targetKw: number, commandId: string | null): Promise<WriteResult> {
    const { guard, image, poller } = this.#options;
    const transport = this.#options.transport();
    const { map, scaleFactors } = poller;
    if (!transport?.active || !map) return { kind: 'failed', reason: 'not connected' };
    let writes: readonly RegisterWrite[];
    try {
      writes = [
        ...prerequisiteWrites(map, (point) => image.point(point).value, scaleFactors),
        ...setpointWrites(map, targetKw, scaleFactors),
      ];
    } catch (thrown) {
      return { kind: 'failed', reason: textOf(thrown) };
    }
    let settled = false;
    for (const write of writes) {
      const result = await this.#writeOne(transport, write);
      if (result.kind !== 'applied') {
        if (result.doubt) guard.noteDoubt(result.doubt);
        return result;
      }
      settled ||= result.settled;
    }
    guard.noteWritten(setpointHeld(map, writes), commandId);
    return { kind: 'applied', settled };
  }

  async #writeOne(transport: ModbusTransport, write: RegisterWrite): Promise<WriteResult> {
    let lost: string | undefined;
    try {
      await transport.write(write);
    } catch (thrown) {
      lost = textOf(thrown);
      // An exception answer is a clear no; everything else may have been carried out.
      if (/exception/i.test(lost)) return { kind: 'failed', reason: lost };
    }
    return this.#readBack(write, lost);
  }

  /** Compares the register with what was written; after a lost answer this alone tells whether the write took. */
  async #readBack(write: RegisterWrite, lost: string | undefined): Promise<WriteResult> {
    const { clock } = this.#options;
    const deadline = clock.monotonic() + settleWithinMs;
    let reason = lost ?? '';
    do {
      try {
        const words = await this.#readWords(write);
        const same = words.every((word, position) => word === write.words[position]);
        if (same) return { kind: 'applied', settled: lost !== undefined };
        if (lost !== undefined) return { kind: 'failed', reason: lost };
        const difference = `the register reads back ${words.join(', ')}, written was ${write.words.join(', ')}`;
        return { kind: 'failed', reason: difference, doubt: 'contradicted' };
      } catch (thrown) {
        reason = textOf(thrown);
      }
      await new Promise<void>((resolve) => clock.after(settleRetryMs, resolve));
    } while (clock.monotonic() < deadline);
    return { kind: 'unknown', reason, doubt: 'unanswered' };
  }

  #readWords({ address, words }: RegisterWrite): Promise<readonly number[]> {
    const transport = this.#options.transport();
    if (!transport) return Promise.reject(new Error('not connected'));
    return transport.read({ functionCode: 3, address, quantity: words.length });
  }

  /** As the profile writes it; SunSpec registers have no such number, so theirs is the protocol address. */
  #setpointRegister(targetKw: number): number {
    const { map } = this.#options.poller;
    const setpoint = this.#options.profile.control?.setpoint;
    if (!map || !setpoint) return 0;
    const name = 'point' in setpoint ? setpoint.point : targetKw < 0 ? setpoint.discharge : setpoint.charge;
    const { point, address } = resolvedPoint(map, name);
    return point.address ?? address;
  }

  #record(kind: AuditEntry['kind'], entry: Partial<AuditEntry>): Promise<unknown> {
    const { guard, audit } = this.#options;
    return audit.append(
      auditEntry({
        kind,
        siteId: guard.device.siteId,
        deviceId: guard.device.deviceId,
        requester: gateway,
        frame: guard.newestFrame,
        ...entry,
      }),
    );
  }
}

function correctionOutcome(result: WriteResult | undefined): CorrectionOutcome {
  if (!result) return { verdict: 'no longer owed' };
  return result.kind === 'applied' ? { verdict: 'corrected' } : { verdict: result.kind, reason: result.reason };
}
