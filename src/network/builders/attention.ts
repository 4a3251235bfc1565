import { z } from 'zod';
import { count, type PartBuilder } from '../builder.js';

const schema = z
  .strictObject({
    width: count,
    heads: count.default(1),
    causal: z.boolean('true or false').default(false),
  })
  .refine(({ width, heads }) => width % heads === 0, { path: ['heads'], error: 'a divisor of the width' });

/**
 * Self-attention of tokens [tokens, width]: softmax(Q K^T / sqrt(width / heads)) V of each head, and a linear layer behind
 * them (Vaswani et al. 2017, eq. 1), as PyTorch's MultiheadAttention; with `causal` no token looks at later ones. Axes inside
 * are [token, token looked at, head, width of a head].
 */
export const attention: PartBuilder = {
  schema,
  parents: 1,
  build: (name, [x], spec) => {
    const { width, heads, causal } = spec as z.infer<typeof schema>;
    const part = (what: string) => `${name}.${what}`;
    const linear = (from: string) => ({ type: 'linear', units: width, from: [from] });
    const split = (from: string, tokens: readonly number[]) => ({
      ...{ type: 'reshape', shape: [...tokens, heads, width / heads], from: [part(from)] },
    });
    const weighed = causal ? 'masked' : 'exp';
    return {
      [part('query')]: linear(x),
      [part('key')]: linear(x),
      [part('value')]: linear(x),
      [part('queries')]: split('query', [-1, 1]),
      [part('keys')]: split('key', [1, -1]),
      [part('values')]: split('value', [1, -1]),
      [part('pairs')]: { type: 'multiply', from: [part('queries'), part('keys')] },
      [part('scores')]: { type: 'sum', axes: [3], from: [part('pairs')] },
      [part('exp')]: {
        ...{
          type: 'add',
          factors: [1 / Math.sqrt(width / heads)],
          activation: 'exp',
          from: [part('scores')],
        },
      },
      ...(causal && { [part('masked')]: { type: 'causal', from: [part('exp')] } }),
      [part('total')]: { type: 'sum', axes: [1], activation: 'reciprocal', from: [part(weighed)] },
      [part('weights')]: { type: 'multiply', from: [part(weighed), part('total')] },
      [part('seen')]: { type: 'multiply', from: [part('weights'), part('values')] },
      [part('heard')]: { type: 'sum', axes: [1], from: [part('seen')] },
      [part('joined')]: { type: 'reshape', shape: [-1, width], from: [part('heard')] },
      [name]: linear(part('joined')),
    };
  },
};
