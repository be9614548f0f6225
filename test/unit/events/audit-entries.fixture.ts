import type { AuditEntry } from '../../../nodes/site/index.ts';

/** A permitted discharge, changed as the test says. */
export function entryOf(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'command_intent',
    siteId: 'SITE-CL-001',
    deviceId: 'bess-01',
    commandId: 'cmd-1',
    requester: { keyId: 'key-1', source: 'optimizer', via: 'http' },
    targetKw: -120.5,
    verdict: 'permitted',
    reason: null,
    frame: { ts: 1_771_695_900_000, cycle: 7 },
    latencyMs: 6.25,
    details: { register: 40101, raw: -1205 },
    ...changes,
  };
}
