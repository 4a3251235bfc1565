import { NeuronActor } from '../neuron-actor.js';
import { SynapseActor } from '../synapse-actor.js';
import type { Grain } from '../synapse-set.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, sites) => {
  const synapses = sites.map(({ source, neuron, weight, basalPlace, apicalPlace, lag }) => {
    const pre = source instanceof NeuronActor ? source.apical : undefined;
    const synapse = new SynapseActor(around, weight, neuron.basal, basalPlace, pre, apicalPlace ?? 0, lag);
    source.axon.subscribe(synapse);
    if (pre) neuron.dendrite.subscribe(synapse);
    neuron.teaching.subscribe(synapse);
    return synapse;
  });
  return {
    count: synapses.length,
    weight: (i) => synapses[i].weight,
    setWeight: (i, weight) => {
      synapses[i].weight = weight;
    },
    gradient: (i) => synapses[i].gradient,
    watch: (i, address) => synapses[i].watch(address),
  };
};
