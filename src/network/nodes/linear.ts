import { z } from 'zod';
import { listOf } from '../../synapses/synapse-block.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireOne } from '../patterns/axes.js';
import { type Shape, sizeOf } from '../shapes.js';

const positive = 'a whole number of at least 1';
const schema = z.strictObject({
  units: z.int(positive).min(1, positive),
  bias: z.boolean('true or false').default(true),
});

/**
 * Dense along the last axis of its one parent, with the same weights along all others, as PyTorch's Linear has it:
 * [..., in] to [..., units], weights [units, in], biases [units].
 */
export const linear: NodeType = {
  schema,
  check: requireOnly,
  shape: (spec, [parent]) => [...parent.slice(0, -1), own(spec).units],
  parameters: (spec, parents) => {
    const weight = weightOf(spec, parents);
    return { weight, ...(own(spec).bias && { bias: { shape: [own(spec).units], fan: weight.fan } }) };
  },
  feedback: (spec, parents) => weightOf(spec, parents),
  synapses: (spec, parents) => {
    const { units } = own(spec);
    const ins = lastOf(parents);
    const pres = sizeOf(parents[0]);
    const posts = (pres / ins) * units;
    const connections = listOf(posts, (tell) => {
      for (let post = 0; post < posts; post++)
        for (let k = 0; k < ins; k++)
          tell(Math.floor(post / units) * ins + k, post, (post % units) * ins + k);
    });
    return [{ parent: 0, posts, pres, connections, weights: pres === ins ? 'own' : 'shared' }];
  },
  projection: (m, spec, parents, { weight, bias }, feedback = weight) => {
    const { units } = own(spec);
    const ins = lastOf(parents);
    const pres = sizeOf(parents[0]);
    const posts = (pres / ins) * units;
    return {
      current: ([x]) => m.reshape(m.matMulTransposed(m.reshape(x, ins), weight), posts),
      withBias: (current) =>
        bias === undefined ? current : m.reshape(m.addRow(m.reshape(current, units), bias), posts),
      feedback: (_, message) => m.reshape(m.matMul(m.reshape(message, units), feedback), pres),
      products: ([x], post) => {
        const rows = m.reshape(post, units);
        const sums = { weight: m.transposedMatMul(rows, m.reshape(x, ins)) };
        return bias === undefined ? sums : { ...sums, bias: m.sumRows(rows) };
      },
      turned: (product) => product,
    };
  },
};

function requireOnly(where: string, _: NodeSpec, parents: readonly Shape[]): void {
  requireOne(where, parents);
}

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema>;
const lastOf = ([parent]: readonly Shape[]): number => parent[parent.length - 1];

function weightOf(spec: NodeSpec, parents: readonly Shape[]) {
  const { units } = own(spec);
  const ins = lastOf(parents);
  return { shape: [units, ins], fan: { in: ins, out: units } };
}
