import { z } from 'zod';
import type { Tensors } from '../../math/arithmetic.js';
import type { NodeSpec, NodeType, Projection } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';

const schema = z.strictObject({
  units: z.int('a whole number of at least 1').min(1, 'a whole number of at least 1'),
  bias: z.boolean('true or false').optional(),
});

/** Every unit has a synapse from every unit of every parent: a = W concat(parents) + b, W [units, sum of ins]; no b with bias false. */
export const dense: NodeType = {
  schema,
  shape: (spec) => [units(spec)],

  parameters: (spec, parents) => {
    const ins = total(parents);
    const fan = { in: ins, out: units(spec) };
    const weight = { shape: [units(spec), ins], fan };
    return own(spec).bias === false ? { weight } : { weight, bias: { shape: [units(spec)], fan } };
  },

  feedback: (spec, parents) => {
    const ins = total(parents);
    return { shape: [ins, units(spec)], fan: { in: ins, out: units(spec) } };
  },

  synapses: (spec, parents) => {
    const stride = total(parents);
    return parents.map((shape, parent) => {
      const offset = total(parents.slice(0, parent));
      const feedback = { offset: offset * units(spec), stride: units(spec) };
      const connections = { kind: 'all-to-all', offset, stride, feedback } as const;
      return { parent, posts: units(spec), pres: sizeOf(shape), connections, weights: 'own' };
    });
  },

  projection: (m, _, parents, { weight, bias }, feedback) => ({
    current: (activities) => m.matMulTransposed(m.concat(activities), weight),
    withBias: (current) => (bias === undefined ? current : m.addRow(current, bias)),
    feedback: feedback === undefined ? upwardWeights(m, parents, weight) : ownWeights(m, parents, feedback),
    products: (activities, post) => ({
      weight: m.transposedMatMul(post, m.concat(activities)),
      ...(bias !== undefined && { bias: m.sumRows(post) }),
    }),
    turned: (product) => m.transpose(product),
  }),
};

// message W, a parent's columns of it
function upwardWeights<T>(m: Tensors<T>, parents: readonly Shape[], weight: T): Projection<T>['feedback'] {
  const part = partOf(parents, weight, (from, count) => m.columns(weight, from, count));
  return (parent, message) => m.matMul(message, part(parent));
}

// message B^T, a parent's rows of B
function ownWeights<T>(m: Tensors<T>, parents: readonly Shape[], feedback: T): Projection<T>['feedback'] {
  const part = partOf(parents, feedback, (from, count) => m.rows(feedback, from, count));
  return (parent, message) => m.matMulTransposed(message, part(parent));
}

function partOf<T>(parents: readonly Shape[], whole: T, part: (from: number, count: number) => T) {
  if (parents.length === 1) return () => whole;
  return (parent: number) => part(total(parents.slice(0, parent)), sizeOf(parents[parent]));
}

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema>;
const units = (spec: NodeSpec) => own(spec).units;
const total = (shapes: readonly Shape[]) => shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
