import type { SavedTask, Task } from '../../messages/task.js';
import type { Wires } from '../../messages/wires.js';
import type { UnderWay } from './line.js';
import type { One } from './read-under-way.js';

/** What wires are like. */
export interface Rough {
  /** They draw for all synapses of a block of the network, both ways. */
  readonly wires: Wires;
  /** Which way this is, as it is counted. */
  readonly direction: 'up' | 'down';
  /** In tau, for all synapses or at the place of each, beside what wires add. */
  readonly lag: number | Float64Array;
  /** Neurons that only seem to speak: what goes out from them does not count. */
  readonly silent: Uint8Array | undefined;
}

/** What one neuron has said, to one synapse. */
export interface Copy {
  readonly message: UnderWay;
  readonly number: number;
  /** Index of the speaker. */
  readonly speaker: number;
  /** The neuron that hears it; of a list, the number of the synapse. */
  readonly post: number;
}

/** Synapses at the ends of wires. */
interface Ends {
  readonly address: string;
  /** A copy has come through: it is heard as far as it is news. */
  arrive(copy: Copy): void;
  plain(message: UnderWay, speaker: number): One;
}

/** A copy of a message on its way to one synapse. */
export class Crossing implements Task {
  constructor(
    private readonly ends: Ends,
    private readonly copy: Copy,
  ) {}

  run(): void {
    this.ends.arrive(this.copy);
  }

  get saved(): SavedTask {
    const { message, number, speaker, post } = this.copy;
    return { owner: this.ends.address, what: { ...this.ends.plain(message, speaker), number, post } };
  }
}
