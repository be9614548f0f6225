import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cardFileOf, sha256, shippedModelFile } from '../../../nodes/ids/model-file.ts';
import { type TrainedModel, trainModel } from '../../../nodes/ids/training.ts';
import { shippedTraining } from '../../../scripts/train-ids.ts';
import { operation } from './operations.fixture.ts';

describe('training of the intrusion detection', () => {
  const training = shippedTraining();
  let trained: TrainedModel;
  before(() => {
    trained = trainModel(training);
  });

  it('makes the shipped model again, byte for byte', () => {
    assert.equal(sha256(trained.onnx), sha256(readFileSync(shippedModelFile)));
    assert.deepEqual(trained.card, JSON.parse(readFileSync(cardFileOf(shippedModelFile), 'utf8')));
  });

  it('makes another model with another seed or other traffic', () => {
    const fewer = { ...training, operations: training.operations.slice(0, 3000) };
    const hash = (changes: object) => trainModel({ ...fewer, ...changes }).card.model_sha256;
    assert.notEqual(hash({ seed: 43 }), hash({}));
    assert.notEqual(hash({ operations: training.operations.slice(0, 3001) }), hash({}));
  });

  it('sets the threshold above all but a thousandth of the normal traffic', () => {
    assert.ok(trained.card.alert_threshold > 0.6 && trained.card.alert_threshold < 0.75);
  });

  it('refuses too little traffic', () => {
    const operations = Array.from({ length: 500 }, (_, index) => operation({ at: index * 1000 }));
    assert.throws(() => trainModel({ operations, seed: 1, source: 'test' }), {
      code: 'bad_training_data',
      facts: { field: 'the traffic', limit: 'at least 1000 operations of learned contexts', value: 500 },
    });
  });
});
