import type * as tf from '@tensorflow/tfjs-core';
import { type Native, tensor } from './deferred.js';
import { addN, matMul, operation } from './operation.js';
import { Scaled, timesNumber } from './scaled.js';
import { Slope } from './slope.js';

/** A tensor, and what it is still to be multiplied by. */
interface Parts {
  readonly of: tf.Tensor;
  readonly factor: number;
}

const partsOf = (a: Native): Parts => (a instanceof Scaled ? a : { of: tensor(a), factor: 1 });

/** A tensor that was just made, to be multiplied by a number. */
const madeTimes = (made: tf.Tensor, factor: number): Native =>
  factor === 1 ? made : new Scaled(made, factor, true);

/** factor * a. The factor itself is not in the way of what comes next. */
export function scaled(a: Native, factor: number): Native {
  if (factor === 1) return a;
  const parts = partsOf(a);
  return new Scaled(parts.of, parts.factor * factor, false);
}

/** a * b. A slope is multiplied by in one step with being worked out. */
export function signalTimes(a: Native, b: Native): Native {
  if (!(b instanceof Slope && sameShape(a, b))) {
    if (a instanceof Slope && sameShape(a, b)) return signalTimes(b, a);
    const [left, right] = [partsOf(a), partsOf(b)];
    return madeTimes(operation('Mul', left.of, right.of), left.factor * right.factor);
  }
  if (b.times === 'constant') return a;
  const { of, factor } = partsOf(a);
  return madeTimes(b.times(of, b.of), factor);
}

/** A matrix product. */
export const product = (a: Native, b: Native, turnA: boolean, turnB: boolean): Native =>
  through(a, b, a.shape[turnA ? 1 : 0]! * b.shape[turnB ? 0 : 1]!, (left, right) =>
    matMul(left, right, turnA, turnB),
  );

/** What is linear in either of two. Factors go through it where it makes no more numbers than there are in what they belong to. */
export function through(
  a: Native,
  b: Native,
  size: number,
  make: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Native {
  const [left, right] = [a, b].map((one) => partsOf(size > sizeOf(one) ? tensor(one) : one));
  return madeTimes(make(left.of, right.of), left.factor * right.factor);
}

/**
 * The sum of some, the first first. Where every part has a factor, the largest of these is put off: the others are
 * multiplied by at most one, so that nothing overflows that need not.
 */
export function total(parts: readonly Native[]): Native {
  return totalOf(parts.map(partsOf));
}

/** a - b */
export function difference(a: Native, b: Native): Native {
  const [left, { of, factor }] = [partsOf(a), partsOf(b)];
  if (left.factor === factor) return madeTimes(operation('Sub', left.of, of), factor);
  return totalOf([left, { of, factor: -factor }]);
}

function totalOf(parts: readonly Parts[]): Native {
  const factors = parts.map(({ factor }) => factor);
  const largest = factors.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  const putOff = !factors.includes(1) && largest !== 0 && factors.every(Number.isFinite);
  const common = putOff ? largest : 1;
  return madeTimes(added(parts.map(({ of, factor }) => timesNumber(of, factor / common))), common);
}

// Of two, one may be of one row or one column.
const added = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tensors.length === 2 ? operation('AddV2', ...tensors) : addN(tensors);

const sameShape = ({ shape: a }: Native, { shape: b }: Native): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

const sizeOf = ({ shape }: Native): number => shape.reduce((size, n) => size * n, 1);
