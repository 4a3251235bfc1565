import { forward } from './forward.js';
import { readGraph } from './graph.js';
import type { Batch, Description, ParameterSet } from './types.js';

/**
 * Loss of one sample on an output's activity x:
 * mse = 1/2 sum (x - t)^2, cross-entropy = - sum t log softmax(x).
 */
export function sampleLoss(kind: string, x: readonly number[], t: readonly number[]): number {
  let sum = 0;
  if (kind === 'mse') {
    for (let i = 0; i < x.length; i++) sum += 0.5 * (x[i] - t[i]) ** 2;
    return sum;
  }
  if (kind === 'cross-entropy') {
    for (let i = 0; i < x.length; i++) sum -= t[i] * (x[i] - logSumExp(x));
    return sum;
  }
  throw unknown(kind);
}

/** e = d loss / d x of one sample: x - t (mse), T softmax(x) - t with T = sum t (cross-entropy). */
export function sampleError(kind: string, x: readonly number[], t: readonly number[]): number[] {
  if (kind === 'mse') return x.map((value, i) => value - t[i]);
  if (kind === 'cross-entropy') {
    const normaliser = logSumExp(x);
    const weight = t.reduce((sum, value) => sum + value, 0);
    return x.map((value, i) => weight * Math.exp(value - normaliser) - t[i]);
  }
  throw unknown(kind);
}

/** L = sum over outputs of (1/B) sum over samples of the sample's loss. */
export function loss(network: Description, params: ParameterSet, batch: Batch): number {
  const latched = forward(network, params, batch.inputs);
  let total = 0;
  for (const [name, kind] of Object.entries(readGraph(network).losses)) {
    const { activity } = latched[name];
    for (let s = 0; s < activity.length; s++) {
      total += sampleLoss(kind, activity[s], batch.targets[name][s]) / activity.length;
    }
  }
  return total;
}

/** log sum_i e^(x_i), shifted by the largest x so that nothing overflows. */
function logSumExp(x: readonly number[]): number {
  const top = Math.max(...x);
  let sum = 0;
  for (const value of x) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

function unknown(kind: string): Error {
  return new Error(`reference.loss: got "${kind}", expected mse or cross-entropy. Try one of those.`);
}
