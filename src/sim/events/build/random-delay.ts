import { type RandomStream, randomStream } from '../../../math/random.js';
import { type Drawn, sampler } from '../../drawn.js';
import type { Delay } from './delays.js';

/**
 * Random delays of the synapses into a node. The synapses of one neuron from one parent have a random stream of their own,
 * `delay/NODE[post]/parent`, and the one from unit `pre` has its draw number `pre`: no delay depends on which others
 * were asked for, or when.
 * @param node name of the node that the synapses end at
 * @throws {InputError} on a distribution or parameter that there is not
 */
export function randomDelay(node: string, drawn: Drawn, seed = 1): Exclude<Delay, number> {
  const draw = sampler(`delays.${node}`, drawn);
  // The row that is being asked for, as far as it has been drawn.
  let row = { post: Number.NaN, parent: Number.NaN };
  let known: number[] = [];
  let stream: RandomStream;
  return (post, pre, parent) => {
    if (post !== row.post || parent !== row.parent) {
      row = { post, parent };
      known = [];
      stream = randomStream(seed, `delay/${node}[${post}]/${parent}`);
    }
    while (known.length <= pre) known.push(draw(stream));
    return known[pre];
  };
}
