import { farEnds } from '../far-ends.js';
import type { AxonLine, DendriteLine } from '../line.js';
import type { Surroundings } from '../surroundings.js';
import { SynapseActor } from '../synapse/actor.js';
import { Clerk } from '../synapse/clerk.js';
import { SynapseTable } from '../synapse/table.js';
import { Volleys } from '../synapse/volley.js';
import { Weigher } from '../synapse/weigher.js';
import type { Connection, Grain } from '../synapse-set.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, connection) => {
  const { neurons, sources } = connection;
  const table = new SynapseTable(around, connection);
  const actors = neurons.map((_, post) => {
    const row = { table, post, from: post * sources.length };
    return sources.map((_, pre) => new SynapseActor(row, pre));
  });
  const ends = farEnds(around, connection, table.owners);
  const wire = wiringOf(around, connection, table);
  for (const [pre, source] of sources.entries()) {
    wire.up(
      ends.axon(source, pre),
      pre,
      actors.map((row) => row[pre]),
    );
  }
  for (const [post, neuron] of neurons.entries()) {
    if (table.apical) {
      const dendrite = ends.dendrite(neuron, post);
      dendrite.wire([new Clerk(table.apical, post)], 0);
      wire.down(dendrite, post, actors[post]);
    }
    neuron.teaching.wire(actors[post]);
    if (connection.lasting) neuron.teaching.wire([new Weigher(table, post * sources.length)], 0);
  }
  return table;
};

/** Wires synapses to a neuron above or below. */
interface Wiring {
  up(line: AxonLine, pre: number, synapses: readonly SynapseActor[]): void;
  down(line: DendriteLine, post: number, synapses: readonly SynapseActor[]): void;
}

// Directly, or from the nearest to the farthest where each has a delay of its own.
function wiringOf({ queue }: Surroundings, { lag, wires, address }: Connection, table: SynapseTable): Wiring {
  const wired = (line: AxonLine | DendriteLine, _: number, synapses: readonly SynapseActor[]) => {
    line.wire(synapses);
  };
  if (typeof lag === 'number' || wires) return { up: wired, down: wired };
  const volleys =
    (way: 'up' | 'down') =>
    (line: AxonLine | DendriteLine, unit: number, synapses: readonly SynapseActor[]) => {
      const owner = new Volleys(queue, `${address}/${way}/${unit}`, synapses, table);
      table.owners.push(owner);
      line.wire([owner], synapses.length);
    };
  return { up: volleys('up'), down: volleys('down') };
}
