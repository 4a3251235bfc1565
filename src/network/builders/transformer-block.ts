import { z } from 'zod';
import { activations } from '../../neurons/activations.js';
import { nameIn } from '../../schema.js';
import { count, type PartBuilder } from '../builder.js';

const schema = z.strictObject({
  width: count,
  heads: count.default(1),
  hidden: count.optional(),
  activation: nameIn(activations).default('gelu'),
  causal: z.boolean('true or false').default(false),
});

/**
 * A block of a transformer on tokens [tokens, width], normalised first: x + attention(norm(x)), and of that y + linear(f(linear
 * (norm(y)))), the hidden layer four times as wide if not given.
 */
export const transformerBlock: PartBuilder = {
  schema,
  parents: 1,
  build: (name, [x], spec) => {
    const { width, heads, hidden = 4 * width, activation, causal } = spec as z.infer<typeof schema>;
    const part = (what: string) => `${name}.${what}`;
    return {
      [part('norm1')]: { builder: 'layerNorm', from: [x] },
      [part('attention')]: { builder: 'attention', width, heads, causal, from: [part('norm1')] },
      [part('attended')]: { type: 'add', from: [x, part('attention')] },
      [part('norm2')]: { builder: 'layerNorm', from: [part('attended')] },
      [part('hidden')]: { type: 'linear', units: hidden, activation, from: [part('norm2')] },
      [part('out')]: { type: 'linear', units: width, from: [part('hidden')] },
      [name]: { type: 'add', from: [part('attended'), part('out')] },
    };
  },
};
