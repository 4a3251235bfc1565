import { farEnds } from '../far-ends.js';
import { SynapseActor } from '../synapse/actor.js';
import { Clerk } from '../synapse/clerk.js';
import { SynapseTable } from '../synapse/table.js';
import { Weigher } from '../synapse/weigher.js';
import type { Grain } from '../synapse-set.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, connection) => {
  const { neurons, sources } = connection;
  const table = new SynapseTable(around, connection);
  const actors = neurons.map((_, post) => {
    const row = { table, post, from: post * sources.length };
    return sources.map((_, pre) => new SynapseActor(row, pre));
  });
  const ends = farEnds(around, connection, table.owners);
  for (const [pre, source] of sources.entries()) ends.axon(source, pre).wire(actors.map((row) => row[pre]));
  for (const [post, neuron] of neurons.entries()) {
    if (table.apical) {
      const dendrite = ends.dendrite(neuron, post);
      dendrite.wire([new Clerk(table.apical, post)], 0);
      dendrite.wire(actors[post]);
    }
    neuron.teaching.wire(actors[post]);
    if (connection.lasting) neuron.teaching.wire([new Weigher(table, post * sources.length)], 0);
  }
  return table;
};
