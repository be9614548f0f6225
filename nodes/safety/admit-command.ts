import { randomUUID } from 'node:crypto';
import { defineErrors } from '../kernel/index.ts';
import { type AuditEntry, auditEntry, type AuditSink, type Requester } from '../site/index.ts';
import type { DeviceGuard } from './device-guard.ts';
import type { Verdict } from './judge-command.ts';
import type { PermitLedger } from './permit-ledger.ts';

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

export type Refusal = Extract<Verdict, { readonly permitted: false }>;
export type Admission = { readonly permitted: true; readonly targetKw: number; readonly permit: string } | Refusal;

const errors = defineErrors({
  audit_unavailable: { status: 503, message: () => 'The audit log cannot be written, so no command is accepted.' },
});

/**
 * Records the wish, judges it, and answers with the id of a one-use permit or with the recorded refusal.
 * @throws audit_unavailable: what cannot be recorded is not permitted.
 */
export async function admitCommand(command: Command, { guard, permits, audit }: CommandGate): Promise<Admission> {
  const { target, requester, receivedAt, details } = command;
  const { siteId, deviceId } = guard.device;
  const commandId = randomUUID();
  const targetKw = typeof target === 'number' ? target : null;
  const record = async (facts: Pick<AuditEntry, 'kind'> & Partial<AuditEntry>): Promise<void> => {
    const entry = { siteId, deviceId, commandId, requester, targetKw, frame: guard.newestFrame };
    try {
      await audit.append(auditEntry({ ...entry, ...facts }));
    } catch {
      throw errors.audit_unavailable();
    }
  };

  await record({ kind: 'command_intent', details });
  const verdict = guard.judge(target, requester);
  if (verdict.permitted) {
    const permit = permits.issue({ commandId, deviceId, targetKw: verdict.targetKw, requester, receivedAt });
    return { ...verdict, permit };
  }
  const { constraint, reason } = verdict;
  await record({ kind: 'command_rejected', verdict: constraint, reason });
  return verdict;
}
