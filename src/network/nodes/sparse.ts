import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireOne } from '../patterns/axes.js';
import { listedOf, listedProjection } from '../patterns/listed.js';
import { once } from '../patterns/once.js';
import { type Connect, connectKeys, degreesIn, drawn, requireConnect } from '../patterns/sparse.js';
import { sizeOf } from '../shapes.js';

const positive = 'a whole number of at least 1';
const schema = z.strictObject({
  units: z.int(positive).min(1, positive),
  ...connectKeys,
  bias: z.boolean('true or false').default(true),
});

/**
 * Some synapses of all that there could be, each with a weight of its own: each with a probability, so many to each unit or from
 * each, or those that are listed. Weights are [synapses], in the order of the units that they end at.
 */
export const sparse: NodeType = {
  schema,
  check: (where, spec, parents) => {
    requireOne(where, parents);
    requireConnect(where, own(spec), sizeOf(parents[0]), own(spec).units);
    if (connected(spec, parents).weights > 0) return;
    refuse({
      where: `${where}.probability`,
      got: 'no synapse',
      expected: 'at least one',
      hint: 'a larger one',
    });
  },
  shape: (spec) => [own(spec).units],
  parameters: (spec, parents) => {
    const weight = weightOf(spec, parents);
    return { weight, ...(own(spec).bias && { bias: { shape: [own(spec).units], fan: weight.fan } }) };
  },
  feedback: (spec, parents) => weightOf(spec, parents),
  synapses: (spec, parents) => {
    const { list, posts, pres } = connected(spec, parents);
    return [{ parent: 0, posts, pres, connections: list, weights: 'own' }];
  },
  projection: (m, spec, parents, parameters, feedback) =>
    listedProjection(m, connected(spec, parents), parameters, feedback),
};

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema> & Connect;

const connected = once((spec, parents) => {
  const pres = sizeOf(parents[0]);
  const posts = own(spec).units;
  const list = drawn(own(spec), pres, posts);
  return listedOf(list, posts, pres, list.pres.length);
});

const weightOf = once((spec, parents) => {
  const { weights, posts, pres } = connected(spec, parents);
  return { shape: [weights], fan: degreesIn(weights, posts, pres) };
});
