import type { PlasticityListener } from '../../messages/line.js';
import type { SynapseTable } from './table.js';

/** Has the synapses of one neuron weigh again what they carried, once they have changed: where that stands on. */
export class Weigher implements PlasticityListener {
  /** @param from the first synapse's place in the table */
  constructor(
    private readonly table: SynapseTable,
    private readonly from: number,
  ) {}

  learn(): void {}

  update(): void {
    this.table.weighAgain(this.from);
  }

  forget(): void {}
}
