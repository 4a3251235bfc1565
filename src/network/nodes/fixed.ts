import type { Tensors } from '../../math/arithmetic.js';
import { groupSize } from '../../math/grouping.js';
import type { SynapseBlock } from '../../synapses/synapse-block.js';
import type { NodeType, Projection } from '../node-type.js';
import { type Groups, gathered, groupsIn, scattered, synapsesOfGroups } from '../patterns/groups.js';

/** Of a node whose synapses have fixed weights: nothing is learned. */
export const nothingLearned: Pick<NodeType, 'parameters' | 'feedback'> = {
  parameters: () => ({}),
  feedback: () => undefined,
};

type Fixed<T> = Pick<Projection<T>, 'withBias' | 'products' | 'turned'>;

/** The rest of its projection. */
export const withoutWeights = <T>(): Fixed<T> => ({
  withBias: (current) => current,
  products: () => ({}),
  turned: (weight) => weight,
});

/** Synapses of weight `factor` from the units of each group to one unit. */
export const summing = (groups: Groups, factor: number): readonly SynapseBlock[] => [
  {
    parent: 0,
    posts: groupsIn(groups),
    pres: groups.pres,
    connections: synapsesOfGroups(groups, false),
    weights: factor,
  },
];

/** factor * the sum of each group. */
export const sumProjection = <T>(m: Tensors<T>, groups: Groups, factor: number): Projection<T> => ({
  ...withoutWeights<T>(),
  current: ([units]) => m.affine(m.sumOver(gathered(m, groups, units), groups.grouping), factor, 0),
  feedback: (_, message) => scattered(m, groups, m.spreadOver(m.affine(message, factor, 0), groups.grouping)),
});

/** Synapses of weight 1 from the units of each group, each to a port of its own. */
export const competing = (groups: Groups): readonly SynapseBlock[] => [
  {
    parent: 0,
    posts: groupsIn(groups),
    pres: groups.pres,
    connections: synapsesOfGroups(groups, true),
    weights: 1,
  },
];

/**
 * The largest of each group; what comes down goes to the first of those that are.
 * @param there the same without units that stand for those that are missing: what goes to all goes to none of them
 */
export function maxProjection<T>(m: Tensors<T>, groups: Groups, there: Groups = groups): Projection<T> {
  const { grouping } = groups;
  return {
    ...withoutWeights<T>(),
    current: ([units]) => m.maxOver(gathered(m, groups, units), grouping),
    gate: ([units]) => [m.winners(gathered(m, groups, units), grouping)],
    feedback: (_, message, gate) =>
      scattered(m, gate ? groups : there, m.spreadOver(message, grouping, gate?.[0])),
  };
}

/** 1 over the size of a group. */
export const meanFactor = ({ grouping }: Groups): number => 1 / groupSize(grouping);
