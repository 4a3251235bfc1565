import { z } from 'zod';
import type { NodeSpec, NodeType } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';

const schema = z.strictObject({
  units: z.int('a whole number of at least 1').min(1, 'a whole number of at least 1'),
});

/** Every unit has a synapse from every unit of every parent: a = W concat(parents) + b, W [units, sum of ins]. */
export const dense: NodeType = {
  schema,
  shape: (spec) => [units(spec)],

  parameters: (spec, parents) => {
    const ins = total(parents);
    const fan = { in: ins, out: units(spec) };
    return { weight: { shape: [units(spec), ins], fan }, bias: { shape: [units(spec)], fan } };
  },

  synapses: (spec, parents) => {
    const stride = total(parents);
    return parents.map((shape, parent) => {
      const offset = total(parents.slice(0, parent));
      return { parent, posts: units(spec), pres: sizeOf(shape), offset, stride };
    });
  },

  projection: (m, _, parents, { weight, bias }) => {
    const sizes = parents.map(sizeOf);
    const downward =
      sizes.length === 1
        ? [weight]
        : sizes.map((size, i) => m.columns(weight, total(parents.slice(0, i)), size));
    return {
      preActivation: (activities) => m.addRow(m.matMulTransposed(m.concat(activities), weight), bias),
      feedback: (parent, message) => m.matMul(message, downward[parent]),
      products: (activities, post) => ({
        weight: m.matMul(m.transpose(post), m.concat(activities)),
        bias: m.sumRows(post),
      }),
    };
  },
};

const units = (spec: NodeSpec) => (spec as NodeSpec & z.infer<typeof schema>).units;
const total = (shapes: readonly Shape[]) => shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
