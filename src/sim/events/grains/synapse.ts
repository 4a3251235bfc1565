import { ApicalPlaces, BasalPlaces } from '../places.js';
import { SynapseActor } from '../synapse-actor.js';
import { type Connection, type Grain, relaxing } from '../synapse-set.js';
import { SynapseTable } from '../synapse-table.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, connection) => {
  const { neurons, sources } = connection;
  const table = new SynapseTable(around, connection);
  const up = basalPlaces(connection);
  const down = apicalPlaces(connection);
  const actors = neurons.map((_, post) =>
    sources.map((_, pre) => new SynapseActor(table, post, pre, up[post], down[pre])),
  );
  for (const [pre, { axon }] of sources.entries()) axon.wire(actors.map((row) => row[pre]));
  for (const [post, { dendrite, teaching }] of neurons.entries()) {
    if (down.length > 0) dendrite.wire(actors[post]);
    teaching.wire(actors[post]);
  }
  return table;
};

function basalPlaces({ neurons, sources }: Connection): BasalPlaces[] {
  return neurons.map(({ basal, options }) => {
    const places = new BasalPlaces(options.address, basal, sources.length);
    basal.connect(places);
    return places;
  });
}

function apicalPlaces(connection: Connection): ApicalPlaces[] {
  const { neurons, sources } = connection;
  return relaxing(sources).map(({ apical, options }, pre) => {
    const places = new ApicalPlaces(options.address, apical, neurons.length, promptInto(pre, connection));
    apical.connect(places);
    return places;
  });
}

// How many of a presynaptic neuron's synapses have no delay.
function promptInto(pre: number, { neurons, sources, lag }: Connection): number {
  if (typeof lag === 'number') return lag === 0 ? neurons.length : 0;
  return neurons.filter((_, post) => lag[post * sources.length + pre] === 0).length;
}
