import { z } from 'zod';
import { refuse } from '../../errors.js';
import { eachConnection, perFilter, placesOf, unitsOut, type Window } from '../../math/window.js';
import { listOf } from '../../synapses/synapse-block.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireFit, requireImage, type WindowSpec, windowKeys, windowOf } from '../patterns/convolution.js';
import { once } from '../patterns/once.js';
import { sizeOf } from '../shapes.js';

const positive = 'a whole number of at least 1';
const schema = z.strictObject({
  filters: z.int(positive).min(1, positive),
  ...windowKeys,
  groups: z.int(positive).min(1, positive).default(1),
  bias: z.boolean('true or false').default(true),
});

/**
 * Filters that pass over an image [height, width, channels], as PyTorch's Conv2d but for the order of axes: units stand in
 * the order height, width, filter; weights are [filters, kernel height x kernel width x channels of a group], biases [filters].
 * All places share them: what a synapse learns is added up in the shared weight.
 */
export const conv2d: NodeType = {
  schema,
  check: (where, spec, parents) => {
    requireImage(where, parents);
    const window = over(spec, parents);
    const { channels, filters, groups } = window;
    for (const [what, many] of Object.entries({ channels, filters })) {
      if (many % groups === 0) continue;
      refuse({
        where: `${where}.groups`,
        got: `${groups} groups of ${many} ${what}`,
        expected: `a divisor of ${many}`,
      });
    }
    requireFit(where, window);
  },
  shape: (spec, parents) => {
    const window = over(spec, parents);
    return [...placesOf(window), window.filters];
  },
  parameters: (spec, parents) => {
    const { weight, filters, fan } = weightsOf(over(spec, parents));
    return { weight, ...(own(spec).bias && { bias: { shape: [filters], fan } }) };
  },
  feedback: (spec, parents) => weightsOf(over(spec, parents)).weight,
  synapses: (spec, parents) => {
    const window = over(spec, parents);
    const posts = unitsOut(window);
    const connections = listOf(posts, (tell) => eachConnection(window, tell));
    return [{ parent: 0, posts, pres: sizeOf(parents[0]), connections, weights: 'shared' }];
  },
  projection: (m, spec, parents, { weight, bias }, feedback = weight) => {
    const window = over(spec, parents);
    const { filters } = window;
    const units = unitsOut(window);
    return {
      current: ([image]) => m.convolve(image, weight, window),
      withBias: (current) => {
        if (bias === undefined) return current;
        const places = m.reshape(current, filters);
        return m.reshape(m.addRow(places, bias), units);
      },
      feedback: (_, message) => m.convolveBack(message, feedback, window),
      products: ([image], post) => ({
        weight: m.convolveProducts(image, post, window),
        ...(bias !== undefined && { bias: m.sumRows(m.reshape(post, filters)) }),
      }),
      turned: (product) => product,
    };
  },
};

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema> & WindowSpec;

const over = once((spec, [parent]): Window => windowOf(own(spec), parent, own(spec)));

function weightsOf(window: Window) {
  const { filters, kernel } = window;
  // As PyTorch counts them.
  const fan = { in: perFilter(window), out: kernel[0] * kernel[1] * filters };
  return { filters, fan, weight: { shape: [filters, perFilter(window)], fan } };
}
