import type { Device } from '../../sim/batched/device.js';
import { float64 } from '../measurements/float64.js';
import type { Matrix } from '../measurements/matrix.js';
import type { Level } from './levels.js';

/** What is known of a matrix from how it was made. */
export interface Made {
  /** It is this parameter, or a part of it, or turned. */
  readonly parameter?: string | undefined;
  /** Targets are in it: it was made on the way back. */
  readonly error: boolean;
  /** It is a stimulus, which stays while anything goes on. */
  readonly stimulus?: boolean | undefined;
  /** [units, batch]: a product with it sums over the batch, not over a layer. */
  readonly turned: boolean;
  /** Of which node it is the activity, the slope, ... */
  readonly node: string;
}

/** Takes down that `update` of a node read something. */
export type Note = (update: string, node: string, reads: string, from: string, level: Level) => void;

const unary = [
  'ones',
  'exp',
  'relu',
  'step',
  'tanh',
  'sigmoid',
  'softplus',
  'tanhSlope',
  'sigmoidSlope',
] as const;

const nothing: Made = { error: false, turned: false, node: '' };

/**
 * The float64 device, which takes down what whole-layer operations read: it knows parameters, stimuli and targets by
 * their data, and of everything else how it was made.
 */
export function tracedDevice(
  known: ReadonlyMap<ArrayLike<number>, Partial<Made>>,
  note: Note,
): Device<Matrix> {
  const made = new WeakMap<Matrix, Made>();
  const of = (matrix: Matrix): Made => made.get(matrix) ?? nothing;
  // Some operations give back what they were given: it stays what it was.
  const mark = (result: Matrix, is: Made): Matrix => {
    if (!made.has(result)) made.set(result, is);
    return result;
  };
  const from = (...operands: readonly Matrix[]): Made => {
    const all = operands.map(of);
    const node = all.find((operand) => operand.node)?.node ?? '';
    return { ...nothing, node, error: all.some((operand) => operand.error) };
  };
  const product = (a: Matrix, b: Matrix, result: Matrix, overBatch = of(a).turned): Matrix => {
    const [left, right] = [of(a), of(b)];
    const { parameter } = right;
    const node = parameter?.replace(/\.[^.]*$/, '') ?? left.node;
    if (overBatch) noteOuter(left, right, note);
    else if (parameter && left.error) noteBack(node, note);
    else if (parameter) note('forward activity', node, 'weight', 'own parameter', 0);
    return mark(result, { ...from(a, b), node });
  };
  const both = (result: Matrix, ...operands: readonly Matrix[]) => mark(result, from(...operands));
  const part = (result: Matrix, whole: Matrix) => mark(result, of(whole));
  return {
    ...float64,
    add: (a, b) => both(float64.add(a, b), a, b),
    sum: (parts) => both(float64.sum(parts), ...parts),
    sub: (a, b) => {
      if (of(b).error && !of(a).error) note('output error', of(a).node, 'target', 'the teacher', 0);
      return both(float64.sub(a, b), a, b);
    },
    mul: (a, b) => {
      const { node } = of(b);
      const back = of(a).error && !of(b).error;
      if (back) note('error signal', node, "f' of the forward sweep", 'kept since the forward sweep', 1);
      return mark(float64.mul(a, b), back ? { ...from(a, b), node } : from(a, b));
    },
    ...Object.fromEntries(unary.map((name) => [name, (a: Matrix) => both(float64[name](a), a)])),
    affine: (a, factor, offset) => both(float64.affine(a, factor, offset), a),
    matMul: (a, b) => product(a, b, float64.matMul(a, b)),
    matMulTransposed: (a, b) => product(a, b, float64.matMulTransposed(a, b)),
    transposedMatMul: (a, b) => product(a, b, float64.transposedMatMul(a, b), true),
    transpose: (a) => mark(float64.transpose(a), { ...of(a), turned: !of(a).turned }),
    concat: (parts) => both(float64.concat(parts), ...parts),
    rows: (a, start, count) => part(float64.rows(a, start, count), a),
    columns: (a, start, count) => part(float64.columns(a, start, count), a),
    sumRows: (a) => both(float64.sumRows(a), a),
    addRow: (a, row) => {
      const { parameter } = of(row);
      if (parameter) note('forward activity', of(a).node, 'bias', 'own parameter', 0);
      return both(float64.addRow(a, row), a);
    },
    logSumExp: (a) => {
      note('output error', of(a).node, 'pooled activities', 'a sum over the whole layer', 4);
      return both(float64.logSumExp(a), a);
    },
    sumColumns: (a) => {
      note('output error', of(a).node, 'pooled targets', 'a sum over the whole layer', 4);
      return mark(float64.sumColumns(a), { ...nothing, node: of(a).node });
    },
    upload: (values, shape) => mark(float64.upload(values, shape), { ...nothing, ...known.get(values) }),
  };
}

// An outer product of two ends, summed over the batch.
function noteOuter(left: Made, right: Made, note: Note): void {
  note('weight', left.node, 'error signal', 'the neuron above it', 0);
  if (!left.error || right.error) return;
  if (right.stimulus) note('weight', left.node, 'forward activity', 'the stimulus, which is still there', 0);
  else note('weight', left.node, 'forward activity', 'kept since the forward sweep', 1);
}

function noteBack(node: string, note: Note): void {
  note('error signal', node, 'order of layers', 'the layer above, when it is done', 2);
  note('error signal', node, 'weight', 'the weight of the forward synapse', 3);
  note('error signal', node, 'product with the turned matrix', 'a whole layer and its weights at once', 4);
}
