import { type IsolationForest, type IsolationTree, scoreExponent } from './isolation-forest.ts';
import { type Field, intField, messageField, packedFloats, packedInts, textField } from './protobuf.ts';

/** Names of the model's input, [rows, features], and output, [rows, 1]; both float32. */
export const modelInput = 'features';
export const modelOutput = 'score';

const irVersion = 8;
const opset = 17;
const mlOpset = 3;
const elementFloat = 1;

/**
 * An isolation forest as an ONNX model: TreeEnsembleRegressor (ai.onnx.ml 3) sums the path lengths of all trees, Mul and
 * Exp make the score of them. The same forest and properties always give the same bytes. Field numbers: onnx.proto.
 */
export function writeOnnx(
  forest: IsolationForest,
  features: number,
  properties: Readonly<Record<string, string>>,
): Buffer {
  return Buffer.concat([
    intField(1, irVersion),
    textField(2, 'busbar'),
    messageField(7, graph(forest, features)),
    messageField(8, [textField(1, ''), intField(2, opset)]),
    messageField(8, [textField(1, 'ai.onnx.ml'), intField(2, mlOpset)]),
    ...Object.entries(properties).map(([key, value]) => messageField(14, [textField(1, key), textField(2, value)])),
  ]);
}

function graph(forest: IsolationForest, features: number): Field[] {
  return [
    messageField(1, node('TreeEnsembleRegressor', [modelInput], 'path_length', ensemble(forest), 'ai.onnx.ml')),
    messageField(1, node('Mul', ['path_length', 'exponent'], 'log_score')),
    messageField(1, node('Exp', ['log_score'], modelOutput)),
    textField(2, 'isolation_forest'),
    messageField(5, scalar('exponent', scoreExponent(forest))),
    messageField(11, matrix(modelInput, features)),
    messageField(12, matrix(modelOutput, 1)),
  ];
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Field[] = [],
  domain = '',
): Field[] {
  return [
    ...inputs.map((input) => textField(1, input)),
    textField(2, output),
    textField(4, operator),
    ...attributes,
    textField(7, domain),
  ];
}

interface PlacedNode {
  readonly tree: number;
  readonly node: number;
  readonly of: IsolationTree;
}

function ensemble({ trees }: IsolationForest): Field[] {
  const nodes = trees.flatMap((of, tree) => of.feature.map((_, node): PlacedNode => ({ tree, node, of })));
  const leaves = nodes.filter(isLeaf);
  return [
    textAttribute('aggregate_function', 'SUM'),
    textAttribute('post_transform', 'NONE'),
    intAttribute('n_targets', 1),
    intsAttribute(
      'nodes_treeids',
      nodes.map(({ tree }) => tree),
    ),
    intsAttribute(
      'nodes_nodeids',
      nodes.map(({ node }) => node),
    ),
    intsAttribute(
      'nodes_featureids',
      nodes.map(({ of, node }) => Math.max(0, of.feature[node] ?? 0)),
    ),
    textsAttribute(
      'nodes_modes',
      nodes.map((placed) => (isLeaf(placed) ? 'LEAF' : 'BRANCH_LEQ')),
    ),
    floatsAttribute(
      'nodes_values',
      nodes.map(({ of, node }) => of.threshold[node] ?? 0),
    ),
    intsAttribute(
      'nodes_truenodeids',
      nodes.map(({ of, node }) => of.left[node] ?? 0),
    ),
    intsAttribute(
      'nodes_falsenodeids',
      nodes.map(({ of, node }) => of.right[node] ?? 0),
    ),
    intsAttribute(
      'target_treeids',
      leaves.map(({ tree }) => tree),
    ),
    intsAttribute(
      'target_nodeids',
      leaves.map(({ node }) => node),
    ),
    intsAttribute(
      'target_ids',
      leaves.map(() => 0),
    ),
    floatsAttribute(
      'target_weights',
      leaves.map(({ of, node }) => of.pathLength[node] ?? 0),
    ),
  ];
}

function isLeaf({ of, node }: PlacedNode): boolean {
  return of.feature[node] === -1;
}

/** Types of onnx.proto's AttributeProto. */
const attributeTypes = { int: 2, text: 3, floats: 6, ints: 7, texts: 8 } as const;

function attribute(name: string, type: keyof typeof attributeTypes, values: readonly Field[]): Field {
  return messageField(5, [textField(1, name), ...values, intField(20, attributeTypes[type])]);
}

function intAttribute(name: string, value: number): Field {
  return attribute(name, 'int', [intField(3, value)]);
}

function textAttribute(name: string, value: string): Field {
  return attribute(name, 'text', [textField(4, value)]);
}

function floatsAttribute(name: string, values: readonly number[]): Field {
  return attribute(name, 'floats', [packedFloats(7, values)]);
}

function intsAttribute(name: string, values: readonly number[]): Field {
  return attribute(name, 'ints', [packedInts(8, values)]);
}

function textsAttribute(name: string, values: readonly string[]): Field {
  return attribute(
    name,
    'texts',
    values.map((value) => textField(9, value)),
  );
}

/** A tensor of one number without dimensions. */
function scalar(name: string, value: number): Field[] {
  return [intField(2, elementFloat), packedFloats(4, [value]), textField(8, name)];
}

/** Description of a matrix with any number of rows. */
function matrix(name: string, columns: number): Field[] {
  const shape = [messageField(1, [textField(2, 'rows')]), messageField(1, [intField(1, columns)])];
  return [textField(1, name), messageField(2, [messageField(1, [intField(1, elementFloat), messageField(2, shape)])])];
}
