import { SynapseActor } from '../synapse/actor.js';
import { Clerk } from '../synapse/clerk.js';
import { SynapseTable } from '../synapse/table.js';
import type { Grain } from '../synapse-set.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, connection) => {
  const { neurons, sources } = connection;
  const table = new SynapseTable(around, connection);
  const actors = neurons.map((_, post) => {
    const row = { table, post, from: post * sources.length };
    return sources.map((_, pre) => new SynapseActor(row, pre));
  });
  for (const [pre, { axon }] of sources.entries()) axon.wire(actors.map((row) => row[pre]));
  for (const [post, { dendrite, teaching }] of neurons.entries()) {
    if (table.apical) dendrite.wire([new Clerk(table.apical, post)], 0);
    if (table.apical) dendrite.wire(actors[post]);
    teaching.wire(actors[post]);
  }
  return table;
};
