/**
 * Records frames and audit rows of a folder without end and publishes them to the Pub/Sub server of the test. Prints what
 * is on the disk: `frame CYCLE` for one frame of each device, `audit SEQ` for one row.
 */
import { writeSync } from 'node:fs';
import { CloudSink, outboxStoreModule } from '../../nodes/cloud/index.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { FrameRecorder, frameStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock as clock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { cloudSettings, frameOf, startedEntry, testDevices } from '../unit/cloud/cloud.fixture.ts';

const [folder = '', emulatorHost = '', firstCycle = '0'] = process.argv.slice(2);
const report = (text: string): void => console.error(text);
const modules = [auditStoreModule, frameStoreModule, outboxStoreModule];
const store = await Store.open({ folder, modules, maxMb: 1024, clock, report });
const audit = await AuditLog.open({ store, clock, report });
const bus = new Bus(report);
const recorder = new FrameRecorder({ store, bus, clock, maxBytes: 1e9, report });
await CloudSink.start({
  store,
  clock,
  siteId: 'SITE-CL-001',
  gatewayVersion: '0',
  settings: { ...cloudSettings, PUBSUB_EMULATOR_HOST: emulatorHost, PUBSUB_TIMEOUT_MS: 2000 },
  onPublishError: () => undefined,
  report: () => undefined,
});

for (let cycle = Number(firstCycle); ; cycle += 1) {
  for (const device of testDevices) bus.publish(frameOf(device, { cycle, ts: clock.now() }));
  await recorder.flush();
  const { waiting, dropped } = recorder.state();
  if (waiting + dropped > 0) throw new Error(`${waiting} frames wait and ${dropped} were dropped`);
  writeSync(process.stdout.fd, `frame ${cycle}\n`);
  const { seq } = await audit.append(startedEntry);
  writeSync(process.stdout.fd, `audit ${seq}\n`);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
