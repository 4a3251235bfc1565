import { z } from 'zod';
import { losses } from '../../neurons/losses.js';
import { nameIn, oneOf } from '../../schema.js';
import { count, type NetworkBuilder, shape } from '../builder.js';

const schema = z.strictObject({
  input: shape.default([32, 32, 3]),
  outputs: count.default(10),
  pool: oneOf(['max', 'mean']).default('max'),
  loss: nameIn(losses).default('mse'),
  init: z.unknown().optional(),
});

/**
 * The convolutional network of Millidge, Tschantz, Seth and Buckley 2020 (arXiv 2009.05359) as their code has it, which is not
 * as the text does: 5 x 5 to 6 channels, a pool of 2, 5 x 5 to 16 channels, no second pool, 120, 120, no bias of convolutions, tanh;
 * weights N(0, 0.05^2).
 */
export const cnn: NetworkBuilder = {
  schema,
  build: (spec) => {
    const { input, outputs, pool, loss, init } = spec as z.infer<typeof schema>;
    const convolution = (filters: number) => ({
      ...{ type: 'conv2d', filters, kernel: 5, bias: false, activation: 'tanh' },
    });
    const dense = { type: 'dense', units: 120, activation: 'tanh' };
    const layers = [
      convolution(6),
      { type: pool === 'max' ? 'maxPool2d' : 'meanPool2d', kernel: 2 },
      convolution(16),
      dense,
      dense,
      { type: 'dense', units: outputs },
    ];
    return { input, layers, loss, init: init ?? { weight: { type: 'normal', mean: 0, sd: 0.05 } } };
  },
};
