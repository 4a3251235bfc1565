import type { Projection } from '../../../synapses/phases/projection.js';

/** From whom to whom, and where its weight stands. */
export interface Synapse {
  readonly pre: number;
  readonly post: number;
  readonly place: number;
  /** Its number in a list; -1 in a block. */
  readonly k: number;
}

/** The synapses of a projection, one by one. */
export function* synapsesOf(projection: Projection): Generator<Synapse, void> {
  const { from, to, pattern } = projection;
  if (pattern) {
    for (let k = 0; k < pattern.count; k++)
      yield { pre: pattern.from[k], post: pattern.to[k], place: pattern.places[k], k };
    return;
  }
  const { offset, toStride, fromStride } = projection;
  for (let pre = 0; pre < from.size; pre++)
    for (let post = 0; post < to.size; post++)
      yield { pre, post, place: offset + post * toStride + pre * fromStride, k: -1 };
}
