import { defineService } from '../kernel/index.ts';

/** Who asked for something: the key is authenticated, the source is a claim of the sender. */
export interface Requester {
  readonly keyId: string | null;
  /** `source` of a dispatch, operator of a release, or the gateway's own part that acted. */
  readonly source: string;
  readonly via: 'http' | 'modbus' | 'flow' | 'gateway';
}

export type AuditKind =
  | 'command_intent'
  | 'command_outcome'
  | 'command_rejected'
  | 'permit_refused'
  | 'setpoint_adopted'
  | 'dispatch_not_followed'
  | 'latch_set'
  | 'release_intent'
  | 'latch_released'
  | 'release_refused'
  | 'recovery_ended'
  | 'ids_alert_started'
  | 'ids_alert_ended'
  | 'gateway_started'
  | 'gateway_stopped'
  | 'alarm_raised'
  | 'alarm_acked'
  | 'alarm_cleared'
  | 'alarm_rtn_unack'
  | 'alarm_shelved'
  | 'alarm_unshelved'
  | 'alarm_suppressed'
  | 'alarm_unsuppressed'
  | 'alarm_out_of_service'
  | 'alarm_in_service'
  | 'configuration_changed'
  | 'anomaly_detected'
  | 'anomaly_resolved'
  | 'model_trained'
  | 'billing_closed'
  | 'mode_change'
  | 'operator_action';

/** One line of the append-only event log. Details are plain JSON. */
export interface AuditEntry {
  readonly kind: AuditKind;
  readonly siteId: string;
  /** Slug of the block that it concerns; left out, the block of its device. */
  readonly blockId?: string | null;
  readonly deviceId: string | null;
  /** Ties intent, verdict and outcome of one command together. */
  readonly commandId: string | null;
  readonly requester: Requester;
  /** Target in kW, positive charges; null where no power is meant. */
  readonly targetKw: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  /** The device's newest frame: its time and cycle. A verdict also knows the answers of the cycle under way. */
  readonly frame: { readonly ts: number; readonly cycle: number } | null;
  readonly latencyMs: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

type Stated = Pick<AuditEntry, 'kind' | 'siteId' | 'requester'>;

/** An entry in which whatever is not stated does not apply. */
export function auditEntry(stated: Stated & Partial<AuditEntry>): AuditEntry {
  return {
    deviceId: null,
    commandId: null,
    targetKw: null,
    verdict: null,
    reason: null,
    frame: null,
    latencyMs: null,
    details: {},
    ...stated,
  };
}

export interface AuditReceipt {
  readonly seq: number;
  readonly hash: string;
}

/** Resolves only after the row is on the disk (commit with fsync); rejects when it cannot be written. */
export interface AuditSink {
  append(entry: AuditEntry): Promise<AuditReceipt>;
}

export const auditSink = defineService<AuditSink>('audit log');
