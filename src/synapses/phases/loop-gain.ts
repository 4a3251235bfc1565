import type { Projection } from './projection.js';

/**
 * By how much what a neuron says on one path comes back to it at once on another, from the same neurons: sum of w w_back
 * gain over synapses without delay, both ways.
 * @param gains of the neurons between: what each says more of for each unit that it hears
 */
export function loopGain(out: Projection, back: Projection, unit: number, gains: Float64Array): number {
  if (out.rough || back.rough) return 0;
  const { silent } = back.from;
  let sum = 0;
  for (let other = 0; other < gains.length; other++) {
    if (silent?.[other] || lagOf(back, other, unit) !== 0 || lagOf(out, unit, other) !== 0) continue;
    sum += weightOf(back, other, unit) * weightOf(out, unit, other) * gains[other];
  }
  return sum;
}

const lagOf = ({ lag, from }: Projection, pre: number, post: number): number =>
  typeof lag === 'number' ? lag : lag[post * from.size + pre];

const weightOf = ({ weights, offset, toStride, fromStride }: Projection, pre: number, post: number): number =>
  weights.values[offset + post * toStride + pre * fromStride];
