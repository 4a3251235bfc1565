import { randomStream } from '../../../math/random.js';
import type { Neuron, Source } from '../../../messages/ports.js';
import { type WireOptions, Wires } from '../../../messages/wires.js';
import { feedbackName } from '../../../network/feedback-weights.js';
import { type LaidOutNode, parameterName } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import { Downward } from '../../../synapses/downward.js';
import type { SynapseBlock } from '../../../synapses/synapse-block.js';
import type { Grain, SynapseSet } from '../../../synapses/synapse-set.js';
import type { Surroundings } from '../surroundings.js';
import { type Delays, lagOf } from './delays.js';

/** The synapses of a block, and the block. */
export interface BlockOfSynapses {
  readonly block: SynapseBlock;
  readonly synapses: SynapseSet;
}

/** Calls `visit` for every synapse of a block with its number and the place of its weight in the node's weight. */
export function eachSynapse(
  { posts, pres, offset, stride }: SynapseBlock,
  visit: (i: number, place: number) => void,
): void {
  for (let post = 0, i = 0; post < posts; post++) {
    const row = offset + post * stride;
    for (let pre = 0; pre < pres; pre++) visit(i++, row + pre);
  }
}

/** Makes the synapses of a node, parent by parent. */
export function connect(
  node: LaidOutNode,
  neurons: readonly Neuron[],
  sources: readonly (readonly Source[])[],
  parameters: Parameters,
  delays: Delays,
  around: Surroundings,
  grain: Grain,
): BlockOfSynapses[] {
  const shapes = node.parents.map(({ shape }) => shape);
  const weight = parameters[parameterName(node.name, 'weight')].data;
  const feedback = parameters[feedbackName(node.name)]?.data;
  return node.type.synapses(node.spec, shapes).map((block) => {
    const weights = new Float64Array(block.posts * block.pres);
    eachSynapse(block, (i, place) => {
      weights[i] = weight[place];
    });
    const down = new Downward(weights, feedback && ownWeights(block, feedback));
    const lag = lagOf(node.name, delays[node.name] ?? 0, block);
    const wires = around.wires && wiresOf(node.name, block, around.wires, around);
    return {
      block,
      synapses: grain(around, {
        address: `${node.name}/${block.parent}`,
        block,
        sources: sources[block.parent],
        neurons,
        lag,
        weights,
        down,
        wires,
        lasting: around.lasting ?? false,
      }),
    };
  });
}

/** Calls `visit` for every synapse of a block with its number and the place of its feedback weight in the node's. */
export function eachFeedback(
  { posts, pres, feedback: { offset, stride } }: SynapseBlock,
  visit: (i: number, place: number) => void,
): void {
  for (let post = 0, i = 0; post < posts; post++) {
    for (let pre = 0; pre < pres; pre++) visit(i++, offset + pre * stride + post);
  }
}

// A random stream for each block: what happens on one wire never disturbs another block's.
function wiresOf(
  node: string,
  { parent, posts, pres }: SynapseBlock,
  options: WireOptions,
  { traffic }: Surroundings,
): Wires {
  const stream = randomStream(options.seed ?? 1, `wires/${node}/${parent}`);
  return new Wires(options, stream, posts * pres, traffic);
}

function ownWeights(block: SynapseBlock, feedback: ArrayLike<number>): Float64Array {
  const own = new Float64Array(block.posts * block.pres);
  eachFeedback(block, (i, place) => {
    own[i] = feedback[place];
  });
  return own;
}
