import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ModbusTraffic } from '../../../nodes/devices/index.ts';
import idsScorer from '../../../nodes/ids/ids-scorer.ts';
import { IntrusionDetection, intrusionDetection } from '../../../nodes/ids/intrusion-detection.ts';
import type { Message } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { battery, expectedOf, operation } from './operations.fixture.ts';

/** The part of node-red-node-test-helper, which has no types, that this test uses. */
interface TestHelper {
  init(nodeRed: string, settings: Record<string, unknown>): void;
  load(modules: readonly unknown[], flow: readonly Record<string, unknown>[]): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): {
    on(event: 'input', listener: (message: Message) => void): void;
    once(event: 'input', listener: (message: Message) => void): void;
    receive(message: Record<string, unknown>): void;
    readonly status: { readonly lastCall: { readonly args: readonly { text: string }[] } };
  };
}

const require = createRequire(import.meta.url);
const helper = require('node-red-node-test-helper') as TestHelper;
const catchNode: unknown = require('@node-red/nodes/core/common/25-catch.js');

helper.init(require.resolve('node-red'), {});

const scan = operation({ origin: 'northbound', functionCode: 43, quantity: 0, ok: false });

describe('ids-scorer node', () => {
  let folder: string;
  let clock: ManualClock;
  let traffic: ModbusTraffic;
  let detection: IntrusionDetection;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-ids-'));
    clock = new ManualClock();
    traffic = new ModbusTraffic((text) => assert.fail(text));
    detection = new IntrusionDetection({
      traffic,
      clock,
      expected: expectedOf,
      modelFile: null,
      baselineFile: path.join(folder, 'baselines.json'),
      learningMs: 60_000,
      quietMs: 5000,
      record: () => undefined,
      metrics: { setAnomalyScore: () => undefined, recordIdsAlert: () => undefined, recordInference: () => undefined },
      log: () => undefined,
    });
    await detection.start();
    intrusionDetection.provide(detection);
  });
  afterEach(async () => {
    await helper.unload();
    intrusionDetection.withdraw();
    await detection.stop();
    rmSync(folder, { recursive: true });
  });

  const load = (config: Record<string, unknown> = {}): Promise<void> =>
    helper.load(
      [idsScorer, catchNode],
      [
        { id: 'tab', type: 'tab' },
        { id: 'ids', z: 'tab', type: 'busbar-ids-scorer', x: 1, y: 1, wires: [['alert'], ['score']], ...config },
        { id: 'alert', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'score', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 2, scope: ['ids'], wires: [['caught']] },
        { id: 'caught', z: 'tab', type: 'helper', x: 2, y: 1 },
      ],
    );
  const next = (id: string): Promise<Message> =>
    new Promise((resolve) => {
      helper.getNode(id).once('input', resolve);
    });

  it('tells when an alert starts and ends', async () => {
    await load();
    const started = next('alert');
    traffic.publish(scan);
    const { topic, payload } = await started;
    assert.equal(topic, 'ids_alert_started');
    const { deviceId, origin, detector, lastedMs } = payload as Record<string, unknown>;
    assert.deepEqual([deviceId, origin, detector, lastedMs], [battery, 'northbound', 'unseen_request', null]);
    const ended = next('alert');
    clock.advance(6000);
    assert.equal((await ended).topic, 'ids_alert_ended');
  });

  it('answers with the state and keeps the message', async () => {
    await load();
    const answer = next('score');
    helper.getNode('ids').receive({ topic: 'score', mine: 1 });
    const { payload, mine } = await answer;
    assert.equal(mine, 1);
    assert.deepEqual(payload, { score: null, alertActive: false, reason: null, modelVersion: 'none', alertsTotal: 0 });
  });

  it('sends the score every so many seconds', async () => {
    await load({ scorePeriodS: 3 });
    let sent = 0;
    helper.getNode('score').on('input', () => (sent += 1));
    const first = next('score');
    clock.advance(7000);
    assert.equal((await first).topic, 'score');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(sent, 2);
  });

  it('shows score and model', async () => {
    await load();
    traffic.publish(scan);
    clock.advance(1000);
    assert.equal(helper.getNode('ids').status.lastCall.args[0]?.text, 'alert, score 1.00, rules alone');
  });

  it('looks at one device alone, without a say in the alert of the gateway', async () => {
    await load({ device: 'CDU-01' });
    let told = 0;
    helper.getNode('alert').on('input', () => (told += 1));
    traffic.publish(scan);
    assert.ok(detection.state().alertActive);
    const own = next('alert');
    traffic.publish({ ...scan, deviceId: 'CDU-01' });
    assert.equal(((await own).payload as { deviceId: string }).deviceId, 'CDU-01');
    assert.equal(told, 1);
    assert.equal(detection.state().alertsTotal, 1);
  });

  it('sends a question about its missing model to the catch node', async () => {
    await load({ modelFile: path.join(folder, 'none.onnx') });
    const caught = next('caught');
    helper.getNode('ids').receive({ topic: 'score' });
    assert.equal(((await caught)['error'] as { code: string }).code, 'bad_model');
  });

  it('refuses another topic', async () => {
    await load();
    const caught = next('caught');
    helper.getNode('ids').receive({ topic: 'reset' });
    assert.equal(((await caught)['error'] as { code: string }).code, 'bad_scorer_topic');
  });
});
