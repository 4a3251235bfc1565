import type { BasalAfferents, Inbox } from './inbox.js';
import type { AxonLine, DendriteLine, TeachingLine } from './line.js';

/** What synapses below know of a neuron or an input: where it says its activity. */
export interface Source {
  readonly axon: AxonLine;
}

/** What synapses know of a neuron: its letter boxes, which they fill, and the lines that they hear. */
export interface Neuron extends Source {
  /** Its address, and the node it belongs to. */
  readonly options: { readonly address: string; readonly node: string };
  /** Bottom-up currents. */
  readonly basal: Inbox<BasalAfferents>;
  /** Top-down drives. */
  readonly apical: Inbox;
  /** Says feedback to the synapses below. */
  readonly dendrite: DendriteLine;
  /** Says the postsynaptic factor of plasticity to its own synapses. */
  readonly teaching: TeachingLine;
}

/** Whether feedback can reach a source. */
export const isNeuron = (source: Source): source is Neuron => 'apical' in source;
