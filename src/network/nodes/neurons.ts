import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { NodeSpec, NodeType, ParameterShape } from '../node-type.js';
import { addressOf, keyOf } from '../projections/named.js';
import { blocksOf, joins, type Part, partsOf, stands } from '../projections/parts.js';
import { patternTypes } from '../projections/patterns.js';
import { type NeuronsSpec, neuronKeys, withParents } from '../projections/projection-spec.js';
import { joined } from '../projections/whole-layers.js';
import { type Shape, sizeOf } from '../shapes.js';

/**
 * Neurons that are fed by projections of their own: each from one source, of any pattern, with weights that are its own, shared or
 * fixed. What projections bring is added; or multiplied, or the largest of it counts, by port. Weights are those of all projections
 * without a name, one after the other, [synapses or shared weights], and of each with a name those of its pattern; a bias is each
 * neuron's own, [units].
 */
export const neurons: NodeType = {
  schema: z.strictObject(neuronKeys),
  describe: withParents,
  integrationOf: (spec) => own(spec).integration,
  check: (where, spec, sources) => {
    for (const [k, { pattern }] of own(spec).projections.entries()) {
      const at = `${where}.projections[${k}].pattern`;
      patternTypes[pattern.type].check?.(at, { ...pattern, from: [spec.from[k]] }, [sources[k]]);
    }
    const parts = partsOf(spec, sources);
    requireSizes(where, spec, parts);
    if (own(spec).integration !== 'sum') requireEverywhere(where, parts);
  },
  shape: (spec, sources) => shapeOf(own(spec)) ?? partsOf(spec, sources)[0].shape,
  parameters: (spec, sources) => {
    const parts = partsOf(spec, sources);
    const units = sizeOf(neurons.shape(spec, sources));
    const { weight } = weightsOf(parts);
    const fan = weight?.fan ?? { in: 1, out: 1 };
    const named = parts.filter(stands).map(({ key, weight }) => [key, weight!] as const);
    return {
      ...(weight && { weight }),
      ...(Object.fromEntries(named) as Readonly<Record<string, ParameterShape>>),
      ...(own(spec).bias && { bias: { shape: [units], fan } }),
    };
  },
  bundles: (spec, sources, name) =>
    partsOf(spec, sources).flatMap((part, parent) => {
      if (!stands(part)) return [];
      const { name: called = '', share, pattern, init } = part.spec;
      return [
        {
          ...{ key: part.key, feedbackKey: keyOf(called, 'feedback'), feedback: part.feedback, parent },
          part: { address: addressOf(name, called), pattern: pattern.type },
          ...{ share, init: { ...part.type.init, ...init } },
        },
      ];
    }),
  feedback: (spec, sources) => weightsOf(partsOf(spec, sources)).weight,
  synapses: (spec, sources) => partsOf(spec, sources).flatMap(blocksOf),
  projection: (m, spec, sources, parameters, feedback, others) =>
    joined(m, partsOf(spec, sources), own(spec).integration, parameters, { ...others, weight: feedback }),
};

const own = (spec: NodeSpec) => spec as NeuronsSpec;
const shapeOf = ({ units, shape }: NeuronsSpec): Shape | undefined =>
  shape ?? (units === undefined ? undefined : [units]);

/** All that learn and have no name, side by side. As many synapses end at a neuron as all of them bring; what begins is a mean. */
function weightsOf(parts: readonly Part[]) {
  const learning = parts.filter(joins);
  const count = learning.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return { weight: undefined };
  const sum = (of: (part: Part) => number) => learning.reduce((all, part) => all + of(part), 0);
  const fan = {
    in: sum(({ weight }) => weight!.fan.in),
    out: sum(({ weight }) => weight!.fan.out) / learning.length,
  };
  return { weight: { shape: [count], fan } };
}

function requireSizes(where: string, spec: NodeSpec, parts: readonly Part[]): void {
  const given = shapeOf(own(spec));
  const shape = given ?? parts[0].shape;
  const odd = parts.findIndex((part) => sizeOf(part.shape) !== sizeOf(shape));
  if (odd < 0) return;
  const whose = given ? 'as the node has' : 'as the first projection has';
  refuse({
    where: `${where}.projections[${odd}].pattern`,
    got: `a pattern that ends at ${sizeOf(parts[odd].shape)} units, of shape [${parts[odd].shape.join(', ')}]`,
    expected: `${sizeOf(shape)}, ${whose}, of shape [${shape.join(', ')}]`,
  });
}

/** What a port that nothing ends at brings would be 0, or nothing: neurons cannot know which is meant. */
function requireEverywhere(where: string, parts: readonly Part[]): void {
  for (const [k, part] of parts.entries()) {
    for (const { connections, posts } of blocksOf(part, k)) {
      if (connections.kind !== 'list') continue;
      const { starts } = connections;
      const bare = Array.from({ length: posts }, (_, post) => post).find(
        (post) => starts[post] === starts[post + 1],
      );
      if (bare === undefined) continue;
      refuse({
        where: `${where}.projections[${k}].pattern`,
        got: `unit ${bare}, at which no synapse ends`,
        expected: 'a synapse at every unit where ports are multiplied, or the largest counts',
        hint: 'integration sum',
      });
    }
  }
}
