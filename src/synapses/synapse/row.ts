import type { SynapseTable } from './table.js';

/** The synapses of a block that end at one neuron: what they have in common, kept once. */
export class Row {
  /** The number of the future that the neuron has told them, and the letter boxes that it is brought to. */
  told = 0;
  boxes: Uint32Array = new Uint32Array(0);
  /** The same number where they have only to bring it (no wire, nobody who waits for the last one or watches), else 0. */
  plain = 0;

  /** @param post the neuron's place in its node @param from the first synapse's place in the table */
  constructor(
    readonly table: SynapseTable,
    readonly post: number,
    readonly from: number,
  ) {}
}
