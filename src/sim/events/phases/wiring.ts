import { directName, feedbackName } from '../../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { Path, Rule } from '../../../rules/rule.js';
import type { Places, Projection } from '../../../synapses/phases/projection.js';
import type { Weights } from '../../../synapses/phases/weights.js';
import type { SynapseBlock } from '../../../synapses/synapse-block.js';

type Ends = Pick<Projection, 'from' | 'to'>;

/** What projections are made of. */
export interface Parts {
  readonly layout: Layout;
  readonly populations: ReadonlyMap<string, Population>;
  readonly weights: ReadonlyMap<string, Weights>;
}

/** All projections of a rule's paths: the network's, as blocks of synapses. */
export const projectionsOf = (parts: Parts, { paths }: Rule): readonly Projection[] =>
  Object.entries(paths).flatMap(([name, path]) => {
    const places = path.way === 'up' ? upward : path.way === 'down' ? downward : direct;
    return places(parts, path).map((one) => ({ ...one, path: name }));
  });

type Unnamed = Omit<Projection, 'path'>;

function upward(parts: Parts): Unnamed[] {
  return blocksOf(parts).map(({ node, parent, forward }) => {
    const ends: Ends = { from: parent, to: parts.populations.get(node.name)! };
    return { ...ends, ...forward, carries: true, shared: false, mate: forward };
  });
}

/** Against the network's projections; over weights of their own there are synapses to inputs, which may only learn. */
function downward(parts: Parts, { weights, inputs }: Path): Unnamed[] {
  return blocksOf(parts).flatMap(({ node, block, parent, forward }): Unnamed[] => {
    const ends: Ends = { from: parts.populations.get(node.name)!, to: parent };
    const carries = inputs === true || parts.layout.nodes.some(({ name }) => name === parent.name);
    const { weights: shared, offset, toStride, fromStride } = forward;
    const turned: Places = { weights: shared, offset, toStride: fromStride, fromStride: toStride };
    if (weights === undefined)
      return carries ? [{ ...ends, ...turned, carries, shared: true, mate: turned }] : [];
    const own = parts.weights.get(feedbackName(node.name));
    if (!own) return [];
    const { offset: from, stride } = block.feedback;
    const places: Places = { weights: own, offset: from, toStride: stride, fromStride: 1 };
    return [{ ...ends, ...places, carries, shared: false, mate: turned }];
  });
}

/** From every output to every inner node, side by side in NODE.direct. */
function direct({ layout, populations, weights }: Parts): Unnamed[] {
  const { outputs, nodes } = layout;
  const width = outputs.reduce((sum, { size }) => sum + size, 0);
  return nodes
    .filter(({ loss }) => !loss)
    .flatMap(({ name }) => {
      let offset = 0;
      return outputs.map((output) => {
        const places: Places = {
          weights: weights.get(directName(name))!,
          offset,
          toStride: width,
          fromStride: 1,
        };
        offset += output.size;
        const ends: Ends = { from: populations.get(output.name)!, to: populations.get(name)! };
        return { ...ends, ...places, carries: true, shared: false, mate: places };
      });
    });
}

interface Placed {
  readonly node: LaidOutNode;
  readonly block: SynapseBlock;
  readonly parent: Population;
  /** Where the forward weights stand. */
  readonly forward: Places;
}

function blocksOf({ layout, populations, weights }: Parts): Placed[] {
  return layout.nodes.flatMap((node) => {
    const shapes = node.parents.map(({ shape }) => shape);
    return node.type.synapses(node.spec, shapes).map((block): Placed => {
      const forward = weights.get(parameterName(node.name, 'weight'))!;
      const { offset, stride } = block;
      const places = { weights: forward, offset, toStride: stride, fromStride: 1 };
      return { node, block, parent: populations.get(node.parents[block.parent].name)!, forward: places };
    });
  });
}
