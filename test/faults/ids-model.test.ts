import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cardFileOf, shippedModelFile } from '../../nodes/ids/model-file.ts';
import { scanDeviceId } from '../support/attacks.ts';
import { freePorts } from '../support/free-port.ts';
import { startGateway } from '../support/gateway.ts';
import { untilReady } from '../support/until-ready.ts';
import { printFigures } from './support/fault-run.ts';
import { GatewayClient } from './support/gateway-client.ts';
import { until } from './support/wait.ts';

describe('a model file that cannot be used', function () {
  this.timeout(60_000);
  let folder: string;
  let modelFile: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-model-'));
    modelFile = path.join(folder, 'model.onnx');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The shipped model with one byte changed, beside its own card. */
  function placeDamaged(): void {
    const onnx = readFileSync(shippedModelFile);
    onnx[onnx.length >> 1]! ^= 0xff;
    writeFileSync(modelFile, onnx);
    copyFileSync(cardFileOf(shippedModelFile), cardFileOf(modelFile));
  }

  /** Somebody else's file, with a card that says so. */
  function placeForeign(): void {
    writeFileSync(modelFile, 'a model of another maker');
    writeFileSync(cardFileOf(modelFile), JSON.stringify({ model_version: 'pump_vibration_v3' }));
  }

  for (const { title, place, reason } of [
    { title: 'a damaged one', place: placeDamaged, reason: /the hash [0-9a-f]{64} of its card/ },
    { title: 'a foreign one', place: placeForeign, reason: /the version isolation_forest_v1.*pump_vibration_v3/ },
  ]) {
    it(`${title} is refused with the reason, and the rules alone find an attack`, async () => {
      place();
      const [port] = (await freePorts(1)) as [number];
      const gateway = await startGateway({ env: { IDS_MODEL: modelFile, NORTHBOUND_PORT: String(port) } });
      try {
        await untilReady(gateway.port);
        const client = new GatewayClient(gateway.url);
        const { ai_ids: before } = await client.status();
        assert.deepEqual(before, { anomaly_score: null, alert_active: false, model_version: 'none' });
        const warning = (await client.health()).warnings.find((text) => text.includes(modelFile));
        assert.match(warning ?? '', /runs on its rules alone/);
        assert.match(warning ?? '', reason);
        assert.ok(gateway.logs().includes(warning!));

        await scanDeviceId({ port, unit: 1 });
        const isAlerted = async (): Promise<boolean> => (await client.status()).ai_ids.alert_active;
        const { afterMs } = await until(isAlerted, { what: 'an alert', withinMs: 5000 });
        const { body } = await client.dispatch({ target_kw: 10 });
        assert.equal(body['safety_constraint'], 'ids_alert');
        printFigures(`rules alone found the scan within ${Math.round(afterMs)} ms`);
      } finally {
        await gateway.stop();
      }
    });
  }
});
