import { z } from 'zod';
import { activations } from '../../neurons/activations.js';
import { losses } from '../../neurons/losses.js';
import { nameIn, oneOf } from '../../schema.js';
import { count, counts, type NetworkBuilder, shape } from '../builder.js';

const schema = z.strictObject({
  input: shape.default([32, 32, 3]),
  blocks: z.array(counts, 'lists of filters, like [[32, 32], [64, 64]]').default([
    [32, 32],
    [64, 64],
  ]),
  hidden: z.array(count, 'a list of whole numbers').default([]),
  outputs: count.default(10),
  pool: oneOf(['max', 'mean']).default('max'),
  activation: nameIn(activations).default('relu'),
  loss: nameIn(losses).default('cross-entropy'),
  init: z.unknown().optional(),
});

/** Blocks of 3 x 3 convolutions with a pool of 2 behind each, then dense layers (after Simonyan and Zisserman 2015). */
export const vgg: NetworkBuilder = {
  schema,
  build: (spec) => {
    const { input, blocks, hidden, outputs, pool, activation, loss, init } = spec as z.infer<typeof schema>;
    const convolution = (filters: number) => ({ type: 'conv2d', filters, kernel: 3, padding: 1, activation });
    const layers = [
      ...blocks.flatMap((filters) => [
        ...filters.map(convolution),
        { type: pool === 'max' ? 'maxPool2d' : 'meanPool2d', kernel: 2 },
      ]),
      ...hidden.map((units) => ({ type: 'dense', units, activation })),
      { type: 'dense', units: outputs },
    ];
    return { input, layers, loss, init: init ?? { weight: 'he' } };
  },
};
