import path from 'node:path';
import type { GatewayMetrics } from '../nodes/api/index.ts';
import { type ManagedDevice, type ModbusTraffic, planReads } from '../nodes/devices/index.ts';
import {
  type AlertChange,
  expectedCommands,
  expectedOperations,
  type idsVariables,
  IntrusionDetection,
  intrusionDetection,
  modelFileOf,
  recordTraffic,
} from '../nodes/ids/index.ts';
import { type Clock, textOf, type ValuesOf } from '../nodes/kernel/index.ts';
import { auditEntry, type AuditSink } from '../nodes/site/index.ts';

export interface IntrusionOptions {
  readonly traffic: ModbusTraffic;
  readonly clock: Clock;
  readonly devices: ReadonlyMap<string, ManagedDevice>;
  readonly siteId: string;
  readonly audit: AuditSink;
  readonly metrics: GatewayMetrics;
  readonly dataFolder: string;
  readonly settings: ValuesOf<typeof idsVariables>;
  readonly log: (text: string) => void;
}

/** Watches the Modbus traffic from the first request on. Returns the detection and the function that ends it. */
export async function startIntrusionDetection(
  options: IntrusionOptions,
): Promise<{ readonly detection: IntrusionDetection; readonly stop: () => Promise<void> }> {
  const { traffic, clock, devices, dataFolder, settings, metrics, log } = options;
  const detection = new IntrusionDetection({
    traffic,
    clock,
    expected({ deviceId, origin }) {
      const device = devices.get(deviceId);
      if (!device) return [];
      const { map } = device.poller;
      if (!map) return null;
      return origin === 'gateway' ? expectedOperations(map, (due) => planReads(map, due)) : expectedCommands(map);
    },
    modelFile: modelFileOf(settings.IDS_MODEL),
    baselineFile: path.join(dataFolder, 'ids', 'baselines.json'),
    learningMs: settings.IDS_LEARNING_S * 1000,
    quietMs: settings.IDS_QUIET_S * 1000,
    record: (change) => recordAlert(options, change),
    metrics,
    log,
  });
  intrusionDetection.provide(detection);
  await detection.start();
  const file = path.join(dataFolder, settings.IDS_RECORD);
  const endRecording = settings.IDS_RECORD === '' ? undefined : recordTraffic({ traffic, file, clock, log });
  return {
    detection,
    async stop() {
      endRecording?.();
      intrusionDetection.withdraw();
      await detection.stop();
    },
  };
}

function recordAlert(
  { audit, siteId, log }: IntrusionOptions,
  { kind, deviceId, reason, ...details }: AlertChange,
): void {
  audit
    .append(
      auditEntry({
        kind,
        siteId,
        deviceId,
        requester: { keyId: null, source: 'intrusion detection', via: 'gateway' },
        verdict: 'ids_alert',
        reason,
        details,
      }),
    )
    .catch((thrown: unknown) => log(`an alert of the intrusion detection is not in the audit log: ${textOf(thrown)}`));
}
