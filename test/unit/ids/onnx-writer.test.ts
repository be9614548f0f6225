import assert from 'node:assert/strict';
import { growForest, matrixOf } from '../../../nodes/ids/isolation-forest.ts';
import { writeOnnx } from '../../../nodes/ids/onnx-writer.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';

interface Field {
  readonly number: number;
  readonly value: number | Buffer;
}

/** Reads a protobuf message of varints and byte fields. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++]!;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const value = varint();
    if ((tag & 7) === 0) fields.push({ number: tag >>> 3, value });
    else fields.push({ number: tag >>> 3, value: message.subarray(at, (at += value)) });
  }
  return fields;
}

const all = (message: Buffer, number: number) =>
  fieldsOf(message)
    .filter((field) => field.number === number)
    .map(({ value }) => value as Buffer);
const text = (message: Buffer, number: number) => all(message, number).map(String).join();

describe('ONNX writer', () => {
  const forest = growForest(
    matrixOf([
      [1, 300],
      [2, 300],
      [3, 299],
    ]),
    { trees: 3, psi: 3, random: seededRandom(1) },
  );
  const model = writeOnnx(forest, 2, { model_version: 'isolation_forest_v1', seed: '1' });
  const [graph] = all(model, 7);

  it('writes IR 8 with opset 17 and ai.onnx.ml 3', () => {
    assert.deepEqual(fieldsOf(model)[0], { number: 1, value: 8 });
    const opsets = all(model, 8).map((opset) => [
      text(opset, 1),
      fieldsOf(opset).find(({ number }) => number === 2)?.value,
    ]);
    assert.deepEqual(opsets, [
      ['', 17],
      ['ai.onnx.ml', 3],
    ]);
  });

  it('chains tree ensemble, product and exponential', () => {
    const nodes = all(graph!, 1).map((node) => [text(node, 4), text(node, 1), text(node, 2), text(node, 7)]);
    assert.deepEqual(nodes, [
      ['TreeEnsembleRegressor', 'features', 'path_length', 'ai.onnx.ml'],
      ['Mul', 'path_length,exponent', 'log_score', ''],
      ['Exp', 'log_score', 'score', ''],
    ]);
  });

  it('lists each node of each tree once', () => {
    const attributes = new Map(all(all(graph!, 1)[0]!, 5).map((attribute) => [text(attribute, 1), attribute]));
    const nodes = forest.trees.reduce((sum, { feature }) => sum + feature.length, 0);
    assert.equal(all(attributes.get('nodes_modes')!, 9).length, nodes);
    assert.equal(all(attributes.get('nodes_values')!, 7)[0]!.length, 4 * nodes);
    assert.equal(all(attributes.get('nodes_treeids')!, 8)[0]!.length, nodes);
  });

  it('carries what it is as metadata', () => {
    const properties = all(model, 14).map((entry) => [text(entry, 1), text(entry, 2)]);
    assert.deepEqual(properties, [
      ['model_version', 'isolation_forest_v1'],
      ['seed', '1'],
    ]);
  });

  it('always writes the same bytes', () => {
    assert.deepEqual(writeOnnx(forest, 2, { model_version: 'isolation_forest_v1', seed: '1' }), model);
  });
});
