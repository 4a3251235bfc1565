import type { LaidOutNode, Layout } from '../../network/layout.js';
import type { SynapseBlock } from '../../synapses/synapse-block.js';

/** Several synapses have one weight: what each learns is added up in it, and none of them could know that. */
export const sharedWeight = { update: 'weight', reads: 'shared weight', level: 3 } as const;

/** Of whole layers: what a neuron says is multiplied, at each of its ports, by how it changes with that. */
export const slopeTowardsPort = { update: 'error signal', reads: 'slope towards a port', level: 1 } as const;

/** Nodes whose ports are not added. */
export const portedNodes = ({ nodes }: Layout): readonly LaidOutNode[] =>
  nodes.filter(({ type: { integration = 'sum' } }) => integration !== 'sum');

/** Nodes some of whose synapses have one weight with others. */
export function sharingNodes({ nodes }: Layout): readonly LaidOutNode[] {
  const all = nodes.flatMap(({ bundles }) => bundles.map(({ weight }) => weight));
  const shares = ({ bundles }: LaidOutNode) =>
    bundles.some(({ weight }) => all.filter((one) => one === weight).length > 1);
  return nodes.filter((node) => shares(node) || node.synapses().some(({ weights }) => weights === 'shared'));
}

/** How many synapses are in a block. */
export const synapsesIn = ({ connections, posts, pres }: SynapseBlock): number =>
  connections.kind === 'list' ? connections.pres.length : posts * pres;
