import assert from 'node:assert/strict';
import {
  auditEventOf,
  type AuditRecordRow,
  contentOfBody,
  sealedMessage,
  telemetryOf,
} from '../../../nodes/cloud/envelope.ts';
import type { AuditKind } from '../../../nodes/site/index.ts';
import { frameOf, indexOf } from './cloud.fixture.ts';

const ts = Date.UTC(2026, 1, 21, 17, 45);

const rejected: AuditRecordRow = {
  seq: 12,
  hash: 'b'.repeat(64),
  prevHash: 'a'.repeat(64),
  ts,
  kind: 'command_rejected',
  siteId: 'SITE-CL-001',
  blockId: null,
  deviceId: 'bess-01',
  commandId: 'cmd-1',
  keyId: 'key-1',
  source: 'optimizer',
  via: 'http',
  targetKw: -100,
  verdict: 'soc_min',
  reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
  frameTs: ts,
  frameCycle: 3,
  latencyMs: null,
  details: '{"a":1}',
};

describe('envelope', () => {
  it('seals a content with who, what and when, and names the row in its attributes', () => {
    const message = sealedMessage(
      { messageType: 'telemetry', ts, payload: { a: null } },
      { seq: 42, origin: 'SITE-CL-001.8c1f2a33', createdAt: ts + 5 },
      { siteId: 'SITE-CL-001', gatewayVersion: '0.1.0' },
    );
    assert.deepEqual(JSON.parse(message.data), {
      schema_version: '1.0',
      message_type: 'telemetry',
      site_id: 'SITE-CL-001',
      gateway_version: '0.1.0',
      timestamp: '2026-02-21T17:45:00+00:00',
      payload: { a: null },
    });
    assert.deepEqual(message.attributes, {
      id: 'SITE-CL-001.8c1f2a33.42',
      seq: '42',
      site_id: 'SITE-CL-001',
      schema_version: '1.0',
      content_type: 'application/json',
      message_type: 'telemetry',
    });
    assert.equal(message.createdAt, ts + 5);
  });

  it('tells a frame in the names of contract 000, null for what is not known, and every point', () => {
    const { messageType, payload } = telemetryOf(frameOf(indexOf('bess-01'), { cycle: 9 }));
    assert.equal(messageType, 'telemetry');
    assert.deepEqual(payload, {
      site: 'WLCE',
      device_id: 'bess-01',
      driver_source: 'polled',
      cycle_number: 9,
      cycle_ms: 12.5,
      soc_pct: 72.4,
      power_kw: -150.25,
      temperature_c: null,
      voltage_v: null,
      current_a: null,
      status_code: null,
      alarm_code: null,
      points: { StateOfCharge: 72.4, ActivePower: -150.25, CabinetTemperature: null },
      not_good: { CabinetTemperature: 'timeout' },
    });
  });

  for (const [kind, verdict, messageType, eventType] of [
    ['command_rejected', 'soc_min', 'safety_event', 'DISPATCH_BLOCKED'],
    ['command_rejected', 'stale_telemetry', 'safety_event', 'STALE_DATA_BLOCK'],
    ['latch_set', 'temp_critical', 'safety_event', 'SAFE_STATE_ENTERED'],
    ['latch_released', null, 'safety_event', 'SAFE_STATE_CLEARED'],
    ['command_outcome', 'executed', 'audit_event', 'command_outcome'],
  ] as const satisfies readonly (readonly [AuditKind, string | null, string, string])[]) {
    it(`tells ${kind}${verdict === null ? '' : ` of ${verdict}`} as ${eventType}`, () => {
      const content = auditEventOf({ ...rejected, kind, verdict });
      assert.equal(content.messageType, messageType);
      assert.equal((content.payload as { event_type: string }).event_type, eventType);
    });
  }

  it('anchors the chain of the audit log', () => {
    const { payload } = auditEventOf(rejected) as { payload: Record<string, unknown> };
    assert.equal(payload['audit_seq'], 12);
    assert.equal(payload['hash'], rejected.hash);
    assert.deepEqual(payload['details'], { a: 1 });
    assert.equal(payload['target_kw'], -100);
  });

  it('takes the body of a row that refers to nothing', () => {
    const content = contentOfBody('{"message_type":"tombstone","payload":{"rows":3}}', ts);
    assert.deepEqual(content, { messageType: 'tombstone', ts, payload: { rows: 3 } });
  });
});
