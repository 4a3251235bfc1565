import { AxonArbor, DendriteArbor } from '../arbor-actors.js';
import type { NeuronActor } from '../neuron-actor.js';
import type { Grain, Site } from '../synapse-set.js';
import { SynapseTable } from '../synapse-table.js';

/** An actor for every axon and every dendrite, their synapses in typed arrays: for size. */
export const arborGrain: Grain = (around, sites) => {
  const table = new SynapseTable(sites);
  for (const [source, members] of grouped(sites, ({ source }) => source)) {
    source.axon.subscribe(new AxonArbor(around, table, members));
  }
  for (const [neuron, members] of grouped(sites, (site): NeuronActor => site.neuron)) {
    const arbor = new DendriteArbor(around, table, members);
    if (arbor.carries) neuron.dendrite.subscribe(arbor);
    neuron.teaching.subscribe(arbor);
  }
  return table;
};

// Synapse numbers by actor, both in order of appearance: the order in which single synapses would subscribe.
function grouped<K>(sites: readonly Site[], key: (site: Site) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const [i, site] of sites.entries()) {
    const group = groups.get(key(site));
    if (group) group.push(i);
    else groups.set(key(site), [i]);
  }
  return groups;
}
