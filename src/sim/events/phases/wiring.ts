import { refuse } from '../../../errors.js';
import { directName, directNodes, feedbackName, feedbackNodes } from '../../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { Path, Rule } from '../../../rules/rule.js';
import { MadeWeights } from '../../../synapses/phases/made-weights.js';
import type { Places, Projection } from '../../../synapses/phases/projection.js';
import type { Weights } from '../../../synapses/phases/weights.js';
import type { AllToAll, SynapseBlock } from '../../../synapses/synapse-block.js';
import type { Ends, PhasedMedium } from './medium.js';

type Both = Pick<Projection, 'from' | 'to'>;

/** What projections are made of. */
export interface Parts {
  readonly medium: PhasedMedium;
  readonly layout: Layout;
  readonly populations: ReadonlyMap<string, Population>;
  readonly weights: ReadonlyMap<string, Weights>;
}

/** All projections of a rule's paths: the network's, as blocks of synapses. */
export const projectionsOf = (parts: Parts, { paths }: Rule): readonly Projection[] =>
  Object.entries(paths).flatMap(([name, path]) => {
    const places = path.way === 'up' ? upward : path.way === 'down' ? downward : direct;
    return places(parts, path).map((one) => ({ ...one, path: name, late: parts.medium.late }));
  });

type Unnamed = Omit<Projection, 'path' | 'late'>;

function upward(parts: Parts): Unnamed[] {
  return blocksOf(parts).map(({ node, block, parent, forward }) => {
    const ends: Ends = { node, ...block };
    const both: Both = { from: parent, to: parts.populations.get(node.name)! };
    return {
      ...both,
      ...forward,
      ...between(parts, ends, 'up'),
      carries: true,
      shared: false,
      mate: forward,
    };
  });
}

/** Against the network's projections; over weights of their own there are synapses to inputs, which may only learn. */
function downward(parts: Parts, { weights, inputs, ofMate }: Path): Unnamed[] {
  const made = new Map<Weights, MadeWeights>();
  const madeOf = (mates: Weights): Weights => {
    const known = made.get(mates) ?? new MadeWeights(mates, ofMate!);
    made.set(mates, known);
    return known;
  };
  const fed = new Set<LaidOutNode>(feedbackNodes(parts.layout, inputs === true));
  return blocksOf(parts).flatMap(({ node, block, parent, forward }): Unnamed[] => {
    const both: Both = { from: parts.populations.get(node.name)!, to: parent };
    const { lag, rough } = between(parts, { node, ...block }, 'down');
    const through = { lag: turned(lag, block), rough };
    const carries = inputs === true || parts.layout.nodes.some(({ name }) => name === parent.name);
    const { weights: shared, offset, toStride, fromStride } = forward;
    const against: Places = { weights: shared, offset, toStride: fromStride, fromStride: toStride };
    const used = { ...against, weights: ofMate ? madeOf(shared) : shared };
    if (weights === undefined)
      return carries ? [{ ...both, ...used, ...through, carries, shared: true, mate: against }] : [];
    const own = fed.has(node) && parts.weights.get(feedbackName(node.owner));
    if (!own) return [];
    const { offset: from, stride } = allToAll(node, block).feedback;
    const places: Places = { weights: own, offset: from, toStride: stride, fromStride: 1 };
    return [{ ...both, ...places, ...through, carries, shared: false, mate: against }];
  });
}

/** From every output to every inner node, side by side in NODE.direct. */
function direct(parts: Parts): Unnamed[] {
  const { layout, populations, weights } = parts;
  const { outputs, nodes } = layout;
  const width = outputs.reduce((sum, { size }) => sum + size, 0);
  return directNodes({ nodes }).flatMap((node) => {
    const { name, size, parents } = node;
    let offset = 0;
    return outputs.map((output, k) => {
      const places: Places = {
        weights: weights.get(directName(name))!,
        offset,
        toStride: width,
        fromStride: 1,
      };
      offset += output.size;
      const both: Both = { from: populations.get(output.name)!, to: populations.get(name)! };
      const ends: Ends = { node, parent: parents.length + k, posts: size, pres: output.size };
      const through = between(parts, ends, 'down');
      return { ...both, ...places, ...through, carries: true, shared: false, mate: places };
    });
  });
}

/** What messages cross. */
function between({ medium }: Parts, ends: Ends, direction: 'up' | 'down') {
  const wires = medium.wiresOf(ends);
  return { lag: medium.lag(ends), rough: wires && { wires, direction } };
}

/** Delays of the way down, at pre * posts + post. */
function turned(lag: number | Float64Array, { posts, pres }: SynapseBlock): number | Float64Array {
  if (typeof lag === 'number') return lag;
  return Float64Array.from(lag, (_, i) => lag[(i % posts) * pres + Math.floor(i / posts)]);
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
    return node.synapses().map((block): Placed => {
      const forward = weights.get(parameterName(node.owner, 'weight'))!;
      const { offset, stride } = allToAll(node, block);
      const places = { weights: forward, offset, toStride: stride, fromStride: 1 };
      return { node, block, parent: populations.get(node.parents[block.parent].name)!, forward: places };
    });
  });
}

function allToAll({ name, spec }: LaidOutNode, { connections }: SynapseBlock): AllToAll {
  if (connections.kind === 'all-to-all') return connections;
  const expected = 'nodes of type dense on this engine';
  return refuse({
    where: `EventSimulator.${name}`,
    got: `type ${spec.type}`,
    expected,
    hint: 'engine batched',
  });
}
