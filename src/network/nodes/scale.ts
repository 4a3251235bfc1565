import { z } from 'zod';
import { refuse } from '../../errors.js';
import { listOf } from '../../synapses/synapse-block.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireOne } from '../patterns/axes.js';
import { type Shape, sizeOf } from '../shapes.js';

const schema = z.strictObject({
  axes: z.int('a whole number of at least 1').min(1, 'a whole number of at least 1').optional(),
  bias: z.boolean('true or false').default(true),
});

/**
 * Each unit of its one parent times a weight, plus a bias. Weights [units] are those of the last `axes` axes, all of them if not
 * given, and the same along the others: gain and bias of a layer norm (PyTorch's normalized_shape). Weights begin at 1.
 */
export const scale: NodeType = {
  schema,
  init: { weight: { type: 'constant', value: 1 } },
  check: (where, spec, parents) => {
    requireOne(where, parents);
    const { axes = 1 } = own(spec);
    const [shape] = parents;
    if (axes > shape.length)
      refuse({
        where: `${where}.axes`,
        got: String(axes),
        expected: `at most ${shape.length}, as its parent has`,
      });
  },
  shape: (_, [parent]) => parent,
  parameters: (spec, parents) => {
    const weight = weightOf(spec, parents);
    return { weight, ...(own(spec).bias && { bias: weight }) };
  },
  feedback: (spec, parents) => weightOf(spec, parents),
  synapses: (spec, parents) => {
    const units = sizeOf(parents[0]);
    const weights = widthOf(spec, parents);
    const connections = listOf(units, (tell) => {
      for (let unit = 0; unit < units; unit++) tell(unit, unit, unit % weights);
    });
    const shared = weights < units ? 'shared' : 'own';
    return [{ parent: 0, posts: units, pres: units, connections, weights: shared }];
  },
  projection: (m, spec, parents, { weight, bias }, feedback = weight) => {
    const units = sizeOf(parents[0]);
    const width = widthOf(spec, parents);
    type T = typeof weight;
    const byWeight = (x: T, work: (rows: T) => T): T => m.reshape(work(m.reshape(x, width)), units);
    return {
      current: ([x]) => byWeight(x, (rows) => m.mul(rows, weight)),
      withBias: (current) =>
        bias === undefined ? current : byWeight(current, (rows) => m.addRow(rows, bias)),
      feedback: (_, message) => byWeight(message, (rows) => m.mul(rows, feedback)),
      products: ([x], post) => {
        const posts = m.reshape(post, width);
        const sums = { weight: m.sumRows(m.mul(m.reshape(x, width), posts)) };
        return bias === undefined ? sums : { ...sums, bias: m.sumRows(posts) };
      },
      turned: (product) => product,
    };
  },
};

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema>;

const widthOf = (spec: NodeSpec, [parent]: readonly Shape[]): number =>
  sizeOf(parent.slice(-(own(spec).axes ?? parent.length)));

const weightOf = (spec: NodeSpec, parents: readonly Shape[]) => ({
  shape: [widthOf(spec, parents)],
  fan: { in: 1, out: 1 },
});
