import { z } from 'zod';
import type { PartBuilder } from '../builder.js';

const schema = z.strictObject({ epsilon: z.number('a number').positive('a number above 0').default(1e-5) });

/**
 * Layer normalisation along the last axis: (x - mean) / sqrt(variance + epsilon), variance divided by n, times a gain plus a
 * bias, as PyTorch's LayerNorm (Ba, Kiros and Hinton 2016, arXiv 1607.06450, eq. 4).
 */
export const layerNorm: PartBuilder = {
  schema,
  parents: 1,
  build: (name, [x], spec) => {
    const { epsilon } = spec as z.infer<typeof schema>;
    const part = (what: string) => `${name}.${what}`;
    return {
      [part('mean')]: { type: 'mean', axes: [-1], from: [x] },
      [part('centred')]: { type: 'add', factors: [1, -1], from: [x, part('mean')] },
      [part('squared')]: { type: 'add', activation: 'square', from: [part('centred')] },
      [part('variance')]: { type: 'mean', axes: [-1], from: [part('squared')] },
      [part('inverse')]: { type: 'add', offset: epsilon, activation: 'rsqrt', from: [part('variance')] },
      [part('normal')]: { type: 'multiply', from: [part('centred'), part('inverse')] },
      [name]: { type: 'scale', axes: 1, from: [part('normal')] },
    };
  },
};
