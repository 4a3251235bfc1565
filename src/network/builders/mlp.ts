import { z } from 'zod';
import { activations } from '../../neurons/activations.js';
import { losses } from '../../neurons/losses.js';
import { nameIn } from '../../schema.js';
import { count, counts, type NetworkBuilder, shape } from '../builder.js';

const schema = z.strictObject({
  input: shape,
  hidden: counts,
  outputs: count,
  activation: nameIn(activations).default('relu'),
  loss: nameIn(losses).default('mse'),
  init: z.unknown().optional(),
});

/** Dense layers one after the other, the last one linear. */
export const mlp: NetworkBuilder = {
  schema,
  build: (spec) => {
    const { input, hidden, outputs, activation, loss, init } = spec as z.infer<typeof schema>;
    const layers = [
      ...hidden.map((units) => ({ type: 'dense', units, activation })),
      { type: 'dense', units: outputs },
    ];
    return { input, layers, loss, ...(init !== undefined && { init }) };
  },
};
