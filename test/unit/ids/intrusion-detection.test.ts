import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ModbusTraffic } from '../../../nodes/devices/index.ts';
import type { AlertChange } from '../../../nodes/ids/index.ts';
import { IntrusionDetection } from '../../../nodes/ids/intrusion-detection.ts';
import { shippedModelFile } from '../../../nodes/ids/model-file.ts';
import type { ModbusOperation } from '../../../nodes/ids/operation.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';
import { simulateTraffic } from '../../../nodes/ids/simulated-traffic.ts';
import { demoDevices } from '../../../scripts/train-ids.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { battery, expectedOf, operation } from './operations.fixture.ts';

const quietMs = 30_000;

/** A detection with its clock and all that it tells. */
class Watched {
  readonly clock = new ManualClock();
  readonly traffic = new ModbusTraffic((text) => assert.fail(text));
  readonly changes: AlertChange[] = [];
  readonly scores: (number | null)[] = [];
  readonly said: string[] = [];
  inferences = 0;
  alerts = 0;
  readonly detection: IntrusionDetection;

  constructor(folder: string, modelFile: string | null) {
    this.detection = new IntrusionDetection({
      traffic: this.traffic,
      clock: this.clock,
      expected: expectedOf,
      modelFile,
      baselineFile: path.join(folder, 'baselines.json'),
      learningMs: 60_000,
      quietMs,
      record: (change) => this.changes.push(change),
      metrics: {
        setAnomalyScore: (score) => this.scores.push(score),
        recordIdsAlert: () => (this.alerts += 1),
        recordInference: () => (this.inferences += 1),
      },
      log: (text) => this.said.push(text),
    });
  }

  /** Lets the operations happen second by second from now on. */
  async play(operations: readonly ModbusOperation[]): Promise<void> {
    const startedAt = this.clock.monotonic();
    const shift = startedAt - Math.floor((operations[0]?.at ?? 0) / 1000) * 1000;
    const seconds = Map.groupBy(operations, ({ at }) => Math.floor((at + shift) / 1000) * 1000);
    for (const [at, ofSecond] of seconds) {
      this.clock.advance(Math.max(0, at - this.clock.monotonic()));
      for (const one of ofSecond) this.traffic.publish({ ...one, at: one.at + shift });
      await nextTurn();
      await nextTurn();
    }
    this.clock.advance(1000);
  }
}

const normal = (count: number, seed: number) => simulateTraffic(demoDevices(), count, seededRandom(seed));
const northbound = (changes: Partial<ModbusOperation>) =>
  operation({ origin: 'northbound', quantity: 1, responseMs: 0.4, ...changes });

describe('intrusion detection', () => {
  let folder: string;
  let watched: Watched;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-ids-'));
  });
  afterEach(async () => {
    await watched.detection.stop();
    rmSync(folder, { recursive: true });
  });

  const start = async (modelFile: string | null = shippedModelFile): Promise<Watched> => {
    watched = new Watched(folder, modelFile);
    await watched.detection.start();
    return watched;
  };

  it('is quiet through 20 000 normal operations of a seed that no training saw', async () => {
    const { detection, scores } = await start();
    await watched.play(normal(22_000, 7));
    const { alertsTotal, score, modelVersion, learning, faults } = detection.state();
    assert.deepEqual({ alertsTotal, learning, faults }, { alertsTotal: 0, learning: [], faults: [] });
    assert.equal(modelVersion, 'isolation_forest_v1');
    assert.ok(score !== null && score > 0.3 && score < 0.677, `score ${score}`);
    assert.equal(scores[0], null);
    assert.ok(watched.inferences > 100);
  }).timeout(10_000);

  const attacks: Readonly<Record<string, { traffic: readonly ModbusOperation[]; detector: AlertChange['detector'] }>> =
    {
      'a scan of device ids': {
        traffic: [northbound({ functionCode: 43, quantity: 0, ok: false })],
        detector: 'unseen_request',
      },
      'a coil write': { traffic: [northbound({ functionCode: 5, ok: false })], detector: 'unseen_request' },
      'a sweep of addresses': {
        traffic: Array.from({ length: 40 }, (_, address) =>
          northbound({ address, at: address * 50, ok: address < 22 }),
        ),
        detector: 'unseen_request',
      },
      'a dump of 125 registers': { traffic: [northbound({ quantity: 125, ok: false })], detector: 'unseen_request' },
      'a write of several registers': {
        traffic: [northbound({ functionCode: 16, address: 100 })],
        detector: 'unseen_request',
      },
      'a flood of single writes': {
        traffic: Array.from({ length: 100 }, (_, index) =>
          northbound({ functionCode: 6, address: 100, at: index * 20 }),
        ),
        detector: 'write_rate',
      },
      'a man in the middle': {
        traffic: Array.from({ length: 15 }, (_, second) => operation({ at: second * 1000, responseMs: 62 })),
        detector: 'slow_answers',
      },
    };
  for (const [title, { traffic, detector }] of Object.entries(attacks)) {
    it(`raises an alert for ${title}, with the reason, and clears it`, async () => {
      const { detection, changes } = await start();
      await watched.play(normal(3500, 8));
      assert.equal(changes.length, 0);
      await watched.play(traffic);
      const state = detection.state();
      assert.ok(state.alertActive);
      assert.equal(state.score, 1);
      assert.match(state.reason ?? '', new RegExp(`^${battery}, ${traffic[0]!.origin}: .{20}`));
      watched.clock.advance(quietMs);
      assert.deepEqual(
        changes.map(({ kind, detector: found }) => [kind, found]),
        [
          ['ids_alert_started', detector],
          ['ids_alert_ended', detector],
        ],
      );
      assert.ok((changes.at(-1)?.lastedMs ?? 0) >= quietMs);
      assert.deepEqual([detection.state().alertActive, detection.state().reason, watched.alerts], [false, null, 1]);
    });
  }

  it('finds by the model alone what breaks no rule', async () => {
    const { changes } = await start();
    await watched.play(normal(3500, 8));
    // More commands than the gateway has ever sent, and still fewer than three times the most that the guard permits.
    const commands = Array.from({ length: 45 }, (_, index) =>
      operation({ functionCode: 6, address: 100, quantity: 1, at: index * 100 }),
    );
    await watched.play(commands);
    assert.equal(changes[0]?.detector, 'isolation_forest');
    assert.match(changes[0].reason, /^the traffic is unusual/);
  });

  it('refuses operations that are no finite numbers, and counts them', async () => {
    const { detection, traffic } = await start();
    for (const responseMs of [NaN, Infinity]) traffic.publish(operation({ responseMs }));
    assert.equal(detection.state().refusedTotal, 2);
    assert.equal(detection.state().score, null);
  });

  it('runs on rules alone with a model that cannot be used, and says so', async () => {
    const file = path.join(folder, 'foreign.onnx');
    writeFileSync(file, 'no model');
    const { detection, said } = await start(file);
    await watched.play(normal(3500, 8));
    const before = detection.state();
    assert.deepEqual([before.score, before.modelVersion, before.alertActive], [null, 'none', false]);
    assert.match(before.faults.join(), /runs on its rules alone.*foreign\.json/);
    assert.equal(said[0], before.faults[0]);
    await watched.play([northbound({ functionCode: 43, ok: false })]);
    assert.deepEqual([detection.state().score, detection.state().alertActive], [1, true]);
  });

  it('learns anew, and says so, when what it learned before cannot be read', async () => {
    writeFileSync(path.join(folder, 'baselines.json'), '{');
    const { detection } = await start(null);
    assert.match(detection.state().faults.join(), /baselines\.json are not used/);
  });

  it('knows after a restart what it learned before', async () => {
    const { detection } = await start(null);
    await watched.play(normal(3500, 8));
    await detection.stop();
    await start(null);
    await watched.play(normal(100, 9));
    assert.deepEqual(watched.detection.state().learning, []);
  });

  it('stops listening when it is stopped', async () => {
    const { detection, traffic, changes } = await start(null);
    await detection.stop();
    traffic.publish(northbound({ functionCode: 43 }));
    assert.deepEqual(changes, []);
  });
});
