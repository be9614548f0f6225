import type { Random } from './random.ts';

/** Rows of equal width in one piece, in the precision in which the model compares. */
export interface Matrix {
  readonly values: Float32Array;
  readonly width: number;
}

/** One tree, node by node; the root is node 0. */
export interface IsolationTree {
  /** Feature that the node splits on, -1 for a leaf. */
  readonly feature: readonly number[];
  /** A row goes to the left where its feature is at most this. */
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Path length of a leaf: its depth and what a full tree of its rows would add. */
  readonly pathLength: readonly number[];
}

export interface IsolationForest {
  readonly trees: readonly IsolationTree[];
  /** Rows that each tree was grown from. */
  readonly psi: number;
}

export interface ForestOptions {
  readonly trees: number;
  /** Rows drawn for each tree, at most as many as there are. */
  readonly psi: number;
  readonly random: Random;
}

/** Isolation forest of Liu, Ting and Zhou (2008): what few random splits separate from the rest is anomalous. */
export function growForest(data: Matrix, { trees, psi, random }: ForestOptions): IsolationForest {
  const order = Uint32Array.from({ length: rowCount(data) }, (_, row) => row);
  const drawn = Math.min(psi, order.length);
  const heightLimit = Math.ceil(Math.log2(Math.max(2, drawn)));
  return {
    psi: drawn,
    trees: Array.from({ length: trees }, () => growTree(data, drawRows(order, drawn, random), heightLimit, random)),
  };
}

/** Factor k of score = exp(k × sum of the path lengths in all trees). */
export function scoreExponent({ trees, psi }: IsolationForest): number {
  return -Math.LN2 / (trees.length * averagePathLength(psi));
}

/** Anomaly score of a row, 0 to 1, as 2^(-mean path length / c(psi)). */
export function forestScore(forest: IsolationForest, data: Matrix, row: number): number {
  const start = row * data.width;
  let sum = 0;
  for (const tree of forest.trees) sum += pathLength(tree, data.values, start);
  return Math.exp(scoreExponent(forest) * sum);
}

export function rowCount({ values, width }: Matrix): number {
  return values.length / width;
}

/** Rows of plain numbers, rounded to the model's precision. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { values: Float32Array.from(rows.flat()), width: rows[0]?.length ?? 0 };
}

/** c(n) of the paper: mean length of an unsuccessful search in a binary search tree of n values. */
export function averagePathLength(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + eulerGamma) - (2 * (rows - 1)) / rows;
}

const eulerGamma = 0.5772156649015329;

function pathLength(tree: IsolationTree, values: Float32Array, start: number): number {
  let node = 0;
  for (let feature = tree.feature[0] ?? -1; feature >= 0; feature = tree.feature[node] ?? -1) {
    const goesLeft = (values[start + feature] ?? NaN) <= (tree.threshold[node] ?? NaN);
    node = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
  }
  return tree.pathLength[node] ?? NaN;
}

/** Some of the rows, each at most once: shuffles them to the head of the order, wherever an earlier shuffle left them. */
function drawRows(order: Uint32Array, drawn: number, random: Random): Uint32Array {
  for (let place = 0; place < drawn; place += 1) {
    const other = place + random.below(order.length - place);
    [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
  }
  return order.slice(0, drawn);
}

function growTree(data: Matrix, rows: Uint32Array, heightLimit: number, random: Random): IsolationTree {
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    right: [] as number[],
    pathLength: [] as number[],
  };
  const grow = (members: Uint32Array, depth: number): number => {
    const node = tree.feature.length;
    const split = depth < heightLimit && members.length > 1 ? drawSplit(data, members, random) : undefined;
    tree.feature.push(split?.feature ?? -1);
    tree.threshold.push(split?.threshold ?? 0);
    tree.left.push(0);
    tree.right.push(0);
    tree.pathLength.push(split ? 0 : Math.fround(depth + averagePathLength(members.length)));
    if (split) {
      const valueOf = (row: number): number => data.values[row * data.width + split.feature] ?? NaN;
      tree.left[node] = grow(
        members.filter((row) => valueOf(row) <= split.threshold),
        depth + 1,
      );
      tree.right[node] = grow(
        members.filter((row) => valueOf(row) > split.threshold),
        depth + 1,
      );
    }
    return node;
  };
  grow(rows, 0);
  return tree;
}

/** A random feature of those that differ among the rows, split anywhere in its range; undefined for equal rows. */
function drawSplit(
  data: Matrix,
  members: Uint32Array,
  random: Random,
): { feature: number; threshold: number } | undefined {
  const candidates = Array.from({ length: data.width }, (_, feature) => feature);
  while (candidates.length > 0) {
    const [feature = 0] = candidates.splice(random.below(candidates.length), 1);
    const [least, most] = rangeOf(data, members, feature);
    if (least === most) continue;
    const threshold = Math.fround(least + random.uniform() * (most - least));
    // Rounding may reach the upper end, which would leave the right side empty.
    return { feature, threshold: threshold < most ? threshold : least };
  }
  return undefined;
}

function rangeOf({ values, width }: Matrix, members: Uint32Array, feature: number): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const row of members) {
    const value = values[row * width + feature] ?? NaN;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
