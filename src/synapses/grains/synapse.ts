import type { AxonLine, DendriteLine } from '../../messages/line.js';
import { Listeners } from '../../messages/listeners.js';
import type { SynapseContext } from '../context.js';
import { delayedTerminals } from '../delayed-terminals.js';
import { SynapseActor } from '../synapse/actor.js';
import { DelayedDeliveries } from '../synapse/delayed-delivery.js';
import { DendriteRegister } from '../synapse/dendrite-register.js';
import { Row } from '../synapse/row.js';
import { SynapseTable } from '../synapse/table.js';
import { Weigher } from '../synapse/weigher.js';
import type { Connection, Grain } from '../synapse-set.js';

/** An actor for every synapse: what locality studies use. */
export const synapseGrain: Grain = (around, connection) => {
  const { neurons, sources } = connection;
  const table = new SynapseTable(around, connection);
  const rows = neurons.map((_, post) => new Row(table, post, post * sources.length));
  const synapses = actors(rows, sources.length);
  const terminals = delayedTerminals(around, connection, table.owners);
  const wire = wiringOf(around, connection, table);
  for (const [pre, source] of sources.entries()) {
    wire.up(terminals.axon(source, pre), pre, Listeners.of(synapses, pre, sources.length));
  }
  for (const [post, neuron] of neurons.entries()) {
    const { from } = rows[post];
    const own = Listeners.of(synapses, from, 1, from + sources.length);
    if (table.apical) {
      const dendrite = terminals.dendrite(neuron, post);
      dendrite.wire(Listeners.one(new DendriteRegister(table.apical, rows[post])), 0);
      wire.down(dendrite, post, own);
    }
    neuron.teaching.wire(own);
    if (connection.lasting) neuron.teaching.wire(Listeners.one(new Weigher(table, from)), 0);
  }
  return table;
};

// One list for all that a block's neurons say: the garbage collector keeps actors in memory as it finds them listed, and
// those of one row, which hear feedback one after the other, should lie side by side.
function actors(rows: readonly Row[], pres: number): readonly SynapseActor[] {
  const all: SynapseActor[] = [];
  for (const row of rows)
    for (let pre = 0; pre < pres; pre++) all.push(new SynapseActor(row, row.from + pre));
  // A copy has no room to spare.
  return all.slice();
}

/** Wires synapses to a neuron above or below. */
interface Wiring {
  up(line: AxonLine, pre: number, synapses: Listeners<SynapseActor>): void;
  down(line: DendriteLine, post: number, synapses: Listeners<SynapseActor>): void;
}

// Directly, or from the nearest to the farthest where each has a delay of its own.
function wiringOf(
  { queue }: SynapseContext,
  { lag, wires, address }: Connection,
  table: SynapseTable,
): Wiring {
  const wired = (line: AxonLine | DendriteLine, _: number, synapses: Listeners<SynapseActor>) => {
    line.wire(synapses);
  };
  if (typeof lag === 'number' || wires) return { up: wired, down: wired };
  const delayed =
    (way: 'up' | 'down') =>
    (line: AxonLine | DendriteLine, unit: number, synapses: Listeners<SynapseActor>) => {
      const owner = new DelayedDeliveries(queue, `${address}/${way}/${unit}`, synapses.all, table);
      table.owners.push(owner);
      line.wire(Listeners.one(owner), synapses.count);
    };
  return { up: delayed('up'), down: delayed('down') };
}
