import { eachEntry } from '../../math/alike-rows.js';
import type { BlockProjection, ListProjection, Projection } from './projection.js';

/**
 * By how much what a neuron says on one path comes back to it at once on another, from the same neurons: sum of w w_back
 * gain over synapses without delay, both ways.
 * @param gains of the neurons between: what each says more of for each unit that it hears
 */
export function loopGain(out: Projection, back: Projection, unit: number, gains: Float64Array): number {
  if (out.rough || back.rough) return 0;
  if (out.pattern) return back.pattern ? listedLoopGain(out, back, unit, gains) : 0;
  if (back.pattern) return 0;
  const { silent } = back.from;
  let sum = 0;
  for (let other = 0; other < gains.length; other++) {
    if (silent?.[other] || lagOf(back, other, unit) !== 0 || lagOf(out, unit, other) !== 0) continue;
    sum += weightOf(back, other, unit) * weightOf(out, unit, other) * gains[other];
  }
  return sum;
}

const lagOf = ({ lag, from }: BlockProjection, pre: number, post: number): number =>
  typeof lag === 'number' ? lag : lag[post * from.size + pre];

const weightOf = (
  { weights, offset, toStride, fromStride }: BlockProjection,
  pre: number,
  post: number,
): number => weights.values[offset + post * toStride + pre * fromStride];

// Both are over the same synapses, one of them turned: those that lead to a neuron from another are looked up on both sides.
function listedLoopGain(
  out: ListProjection,
  back: ListProjection,
  unit: number,
  gains: Float64Array,
): number {
  if (out.lag !== 0 || back.lag !== 0) return 0;
  const { silent } = back.from;
  const there = weightsInto(out.pattern.turned, out.weights.values, unit);
  let sum = 0;
  for (const [other, weight] of weightsInto(back.pattern, back.weights.values, unit))
    if (!silent?.[other]) sum += weight * (there.get(other) ?? 0) * gains[other];
  return sum;
}

function weightsInto(
  { rows }: ListProjection['pattern'],
  values: Float64Array,
  unit: number,
): ReadonlyMap<number, number> {
  const all = new Map<number, number>();
  eachEntry(rows, unit, (other, place) => all.set(other, (all.get(other) ?? 0) + values[place]));
  return all;
}
