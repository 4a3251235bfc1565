import { z } from 'zod';
import { eachConnection, perFilter, placesOf, unitsIn, unitsOut } from '../../math/window.js';
import { listOf } from '../../synapses/synapse-block.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireFit, requireImage, type WindowSpec, windowKeys, windowOf } from '../patterns/convolution.js';
import { listedOf, listedProjection } from '../patterns/listed.js';
import { once } from '../patterns/once.js';

const positive = 'a whole number of at least 1';
const schema = z.strictObject({
  filters: z.int(positive).min(1, positive),
  ...windowKeys,
  bias: z.boolean('true or false').default(true),
});

/**
 * A convolution without weight sharing: every place has filters of its own, so that every synapse learns by itself. Weights are
 * [units * kernel height * kernel width * channels], a row for each unit; those over the border have no synapse.
 */
export const local2d: NodeType = {
  schema,
  check: (where, spec, parents) => {
    requireImage(where, parents);
    requireFit(where, over(spec, parents));
  },
  shape: (spec, parents) => {
    const window = over(spec, parents);
    return [...placesOf(window), window.filters];
  },
  parameters: (spec, parents) => {
    const { fan, shape, units } = weightsOf(spec, parents);
    return { weight: { shape, fan }, ...(own(spec).bias && { bias: { shape: [units], fan } }) };
  },
  feedback: (spec, parents) => {
    const { fan, shape } = weightsOf(spec, parents);
    return { shape, fan };
  },
  synapses: (spec, parents) => {
    const { list, posts, pres } = connected(spec, parents);
    return [{ parent: 0, posts, pres, connections: list, weights: 'own' }];
  },
  projection: (m, spec, parents, parameters, feedback) =>
    listedProjection(m, connected(spec, parents), parameters, feedback),
};

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema> & WindowSpec;
const over = once((spec, [parent]) => windowOf(own(spec), parent, { filters: own(spec).filters, groups: 1 }));

const weightsOf = once((spec, parents) => {
  const window = over(spec, parents);
  const units = unitsOut(window);
  const each = perFilter(window);
  const [height, width] = window.kernel;
  return { units, shape: [units * each], fan: { in: each, out: height * width * window.filters } };
});

const connected = once((spec, parents) => {
  const window = over(spec, parents);
  const each = perFilter(window);
  const posts = unitsOut(window);
  const list = listOf(posts, (tell) =>
    eachConnection(window, (pre, post, weight) => tell(pre, post, post * each + (weight % each))),
  );
  return listedOf(list, posts, unitsIn(window), posts * each);
});
