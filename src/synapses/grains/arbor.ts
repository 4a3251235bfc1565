import { Listeners } from '../../messages/listeners.js';
import { AxonArbor, DendriteArbor } from '../arbor/actors.js';
import { ArborBlock } from '../arbor/block.js';
import { delayedTerminals } from '../delayed-terminals.js';
import { type Grain, relaxing } from '../synapse-set.js';
import { synapseGrain } from './synapse.js';

/**
 * An actor for every axon and every dendrite, their synapses in typed arrays: for size. Where each synapse has a
 * delay of its own, or a wire on which messages fare by themselves, an axon has no common arrival, and every synapse stays an actor.
 */
export const arborGrain: Grain = (around, connection) => {
  const { neurons, sources, lag, wires } = connection;
  if (typeof lag !== 'number' || wires) return synapseGrain(around, connection);
  const block = new ArborBlock(around, { ...connection, lag });
  const below = relaxing(sources);
  const terminals = delayedTerminals(around, connection, block.owners);
  for (const [pre, source] of sources.entries()) {
    const arbor = Listeners.one(new AxonArbor(block, pre, neurons));
    terminals.axon(source, pre).wire(arbor, neurons.length);
  }
  for (const [post, neuron] of neurons.entries()) {
    const arbor = Listeners.one(new DendriteArbor(block, post, below));
    if (below.length > 0) terminals.dendrite(neuron, post).wire(arbor, below.length);
    neuron.teaching.wire(arbor, sources.length);
  }
  return block;
};
