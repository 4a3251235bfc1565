import { AxonConduction, DendriteConduction } from '../messages/conduction.js';
import type { AxonLine, DendriteLine } from '../messages/line.js';
import { Listeners } from '../messages/listeners.js';
import type { Neuron, Source } from '../messages/ports.js';
import type { TaskOwner } from '../messages/task.js';
import type { SynapseContext } from './context.js';
import type { Connection } from './synapse-set.js';

/** Where the synapses of a block hear its neurons: at their lines, or, with one delay for all, at its far end. */
export interface DelayedTerminals {
  axon(source: Source, pre: number): AxonLine;
  dendrite(neuron: Neuron, post: number): DendriteLine;
}

/** @param owners gets those who have messages under way */
export function delayedTerminals(
  { queue }: SynapseContext,
  connection: Connection,
  owners: TaskOwner[],
): DelayedTerminals {
  const { lag, wires, address, neurons, sources } = connection;
  if (typeof lag !== 'number' || wires || lag === 0) {
    return { axon: ({ axon }) => axon, dendrite: ({ dendrite }) => dendrite };
  }
  return {
    axon: ({ axon }, pre) => {
      const conduction = new AxonConduction(queue, lag, `${address}/up/${pre}`);
      axon.wire(Listeners.one(conduction), neurons.length);
      owners.push(conduction);
      return conduction.far;
    },
    dendrite: ({ dendrite }, post) => {
      const conduction = new DendriteConduction(queue, lag, `${address}/down/${post}`);
      dendrite.wire(Listeners.one(conduction), sources.length);
      owners.push(conduction);
      return conduction.far;
    },
  };
}
