import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { featureNames } from '../../../nodes/ids/features.ts';
import { forestScore, growForest, matrixOf } from '../../../nodes/ids/isolation-forest.ts';
import type { ModelCard } from '../../../nodes/ids/model-card.ts';
import { cardFileOf, modelFileOf, sha256, shippedModelFile } from '../../../nodes/ids/model-file.ts';
import { writeOnnx } from '../../../nodes/ids/onnx-writer.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';
import { Scorer } from '../../../nodes/ids/scorer.ts';

const shippedCard = JSON.parse(readFileSync(cardFileOf(shippedModelFile), 'utf8')) as ModelCard;
const shippedOnnx = readFileSync(shippedModelFile);

describe('scorer', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-model-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Writes a model whose card fits it, apart from the changes. */
  function place(onnx: Uint8Array, changes: Partial<Record<keyof ModelCard, unknown>> = {}): string {
    const file = path.join(folder, 'model.onnx');
    writeFileSync(file, onnx);
    writeFileSync(cardFileOf(file), JSON.stringify({ ...shippedCard, model_sha256: sha256(onnx), ...changes }));
    return file;
  }

  it('scores as the walk through the trees does', async () => {
    const random = seededRandom(11);
    const rows = Array.from({ length: 1000 }, () => featureNames.map(() => 5 * random.normal()));
    const data = matrixOf(rows);
    const forest = growForest(data, { trees: 100, psi: 256, random });
    const scorer = await Scorer.open(place(writeOnnx(forest, featureNames.length, {})));
    const scores = await scorer.score(rows);
    const differences = [...scores].map((score, row) => Math.abs(score - forestScore(forest, data, row)));
    assert.ok(Math.max(...differences) < 1e-6, String(Math.max(...differences)));
    await scorer.close();
  });

  it('opens the shipped model', async () => {
    const scorer = await Scorer.open(shippedModelFile);
    const normal = [0, 1, 1, 0, 1, 1, 1];
    const [usual = NaN, odd = NaN] = await scorer.score([normal, [12, 14, 14, 0, 3, 2, 2]]);
    assert.ok(usual < scorer.card.alert_threshold && odd > scorer.card.alert_threshold, `${usual} and ${odd}`);
    await scorer.close();
  });

  const damaged = Buffer.from(shippedOnnx);
  damaged[5000] = 255 - damaged[5000]!;
  const other = ['function_surprise_bits', 'soc_pct'];
  for (const [title, make, limit, value] of [
    ['no file', () => path.join(folder, 'none.onnx'), /^to read /, /ENOENT/],
    ['a damaged file', () => place(damaged, { model_sha256: shippedCard.model_sha256 }), /^the hash 8?\w+/, /^\w{64}$/],
    ['a cut file with a fitting card', () => place(shippedOnnx.subarray(0, 1000)), /scores its own features/, /.+/],
    ['a file that is no model', () => place(Buffer.from('PK not a model')), /scores its own features/, /.+/],
    ['an empty file', () => place(Buffer.alloc(0)), /scores its own features/, /.+/],
    ['another version', () => place(shippedOnnx, { model_version: 'v2' }), /isolation_forest_v1$/, /^v2$/],
    ['other features', () => place(shippedOnnx, { features: other }), /^the features /, /soc_pct/],
    ['no threshold', () => place(shippedOnnx, { alert_threshold: null }), /threshold/, /null/],
    ['maxima that are no numbers', () => place(shippedOnnx, { feature_maxima: ['x'] }), /maximum/, /x/],
    ['a card that is no object', () => withCard('[1'), /JSON object/, /model\.json/],
  ] as const) {
    it(`refuses ${title} and says why`, async () => {
      await assert.rejects(Scorer.open(make()), (error: { code: string; facts: Record<string, unknown> }) => {
        assert.equal(error.code, 'bad_model');
        assert.match(String(error.facts['limit']), limit);
        assert.match(String(error.facts['value']), value);
        return true;
      });
    });
  }

  function withCard(text: string): string {
    const file = place(shippedOnnx);
    writeFileSync(cardFileOf(file), text);
    return file;
  }

  it('refuses a model that answers with something other than a score', async () => {
    const forest = growForest(matrixOf([[1], [2]]), { trees: 1, psi: 2, random: seededRandom(1) });
    await assert.rejects(Scorer.open(place(writeOnnx(forest, 1, {}))), { code: 'bad_model' });
  });

  it('takes nothing for the shipped model, and none for no model', () => {
    assert.equal(modelFileOf(''), shippedModelFile);
    assert.equal(modelFileOf('none'), null);
    assert.equal(modelFileOf('/somewhere/mine.onnx'), '/somewhere/mine.onnx');
  });
});
