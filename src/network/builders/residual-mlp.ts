import { z } from 'zod';
import { activations } from '../../neurons/activations.js';
import { losses } from '../../neurons/losses.js';
import { nameIn } from '../../schema.js';
import { count, type Described, type NetworkBuilder, shape } from '../builder.js';

const schema = z.strictObject({
  input: shape,
  width: count,
  blocks: count,
  outputs: count,
  activation: nameIn(activations).default('relu'),
  loss: nameIn(losses).default('mse'),
  init: z.unknown().optional(),
});

/** A dense layer to `width` units; blocks x + linear(f(linear(x))) (He et al. 2016, without normalisation); a linear output. */
export const residualMlp: NetworkBuilder = {
  schema,
  build: (spec) => {
    const { input, width, blocks, outputs, activation, loss, init } = spec as z.infer<typeof schema>;
    const dense = (from: string, more: Described = {}) => ({
      type: 'dense',
      units: width,
      from: [from],
      ...more,
    });
    const nodes: Record<string, Described> = { stem: dense('input', { activation }) };
    let below = 'stem';
    for (let k = 0; k < blocks; k++) {
      const at = (what: string) => `blocks.${k}.${what}`;
      nodes[at('hidden')] = dense(below, { activation });
      nodes[at('out')] = dense(at('hidden'));
      nodes[`blocks.${k}`] = { type: 'add', from: [below, at('out')] };
      below = `blocks.${k}`;
    }
    nodes.out = { type: 'dense', units: outputs, from: [below] };
    return { inputs: { input }, nodes, outputs: { out: { loss } }, ...(init !== undefined && { init }) };
  },
};
