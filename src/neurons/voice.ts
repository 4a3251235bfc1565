import { nobody } from '../messages/message.js';
import { Traffic } from '../messages/traffic.js';
import type { NeuronContext } from './context.js';
import type { NeuronOptions } from './neuron-options.js';

/** Who says what a neuron says, and where that is counted. */
export interface Voice {
  readonly source: string;
  readonly traffic: Traffic;
}

/** A dead neuron has none: its synapses find zeros, so that nobody waits for them, but nobody said so, and nothing counts. */
export const voiceOf = (
  { address, cell }: Pick<NeuronOptions, 'address' | 'cell'>,
  { traffic }: Pick<NeuronContext, 'traffic'>,
): Voice => (cell?.dead ? { source: nobody, traffic: new Traffic() } : { source: address, traffic });
