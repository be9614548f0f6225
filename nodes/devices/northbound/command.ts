import { randomUUID } from 'node:crypto';
import type { Constraint, DeviceGuard, PermitLedger } from '../../safety/index.ts';
import type { AuditEntry, AuditSink, Requester } from '../../site/index.ts';
import type { DeviceWriter, ExecutedCommand } from '../device-writer.ts';

/** A wish to change a device's setpoint, from wherever it came. */
export interface Command {
  /** Power in kW, positive charges; anything, because the guard judges that too. */
  readonly target: unknown;
  readonly requester: Requester;
  /** Monotonic time at which the request arrived, milliseconds. */
  readonly receivedAt: number;
  /** What the audit log keeps of the request as it came. */
  readonly details: AuditEntry['details'];
}

/** Who judges a command and remembers that it was permitted. */
export interface CommandGate {
  readonly guard: DeviceGuard;
  readonly permits: PermitLedger;
  readonly audit: AuditSink;
}

export interface Refusal {
  readonly permitted: false;
  readonly constraint: Constraint;
  readonly reason: string;
}
export type Admission = { readonly permitted: true; readonly permit: string } | Refusal;

/**
 * Records the wish, judges it, and answers with the id of a one-use permit or with the recorded refusal. Rejects when
 * the audit log cannot be written: what cannot be recorded is not permitted.
 */
export async function admitCommand(command: Command, { guard, permits, audit }: CommandGate): Promise<Admission> {
  const { target, requester, receivedAt, details } = command;
  const commandId = randomUUID();
  const entry = {
    siteId: guard.device.siteId,
    deviceId: guard.device.deviceId,
    commandId,
    requester,
    targetKw: typeof target === 'number' ? target : null,
    latencyMs: null,
  };
  const unjudged = { verdict: null, reason: null, frame: guard.newestFrame, details };
  await audit.append({ ...entry, ...unjudged, kind: 'command_intent' });

  const verdict = guard.judge(target, requester);
  if (verdict.permitted) {
    const { deviceId } = guard.device;
    const permit = { commandId, deviceId, targetKw: verdict.targetKw, requester, receivedAt };
    return { permitted: true, permit: permits.issue(permit) };
  }
  const { constraint, reason } = verdict;
  const judged = { verdict: constraint, reason, frame: guard.newestFrame, details: {} };
  await audit.append({ ...entry, ...judged, kind: 'command_rejected' });
  return verdict;
}

/** The whole way of a command in one go: admitted, its permit redeemed and carried out. Throws as `DeviceWriter.execute`. */
export async function carryOutCommand(
  command: Command,
  gate: CommandGate & { readonly writer: DeviceWriter },
): Promise<ExecutedCommand | Refusal> {
  const admission = await admitCommand(command, gate);
  if (!admission.permitted) return admission;
  const redemption = gate.permits.redeem(admission.permit);
  if (!redemption.ok) throw new Error(`a permit that was just issued is ${redemption.refusal}`);
  return gate.writer.execute(redemption.permit);
}
