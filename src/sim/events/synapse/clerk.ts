import type { DendriteListener } from '../line.js';
import type { TrajectoryMessage } from '../message.js';
import type { ApicalPlaces } from './apical.js';

/** Takes down the futures that one neuron tells its synapses, so that each synapse need only pass on a number. */
export class Clerk implements DendriteListener {
  constructor(
    private readonly places: ApicalPlaces,
    private readonly post: number,
  ) {}

  feedback(): void {}

  change(): void {}

  trajectory({ future }: TrajectoryMessage): void {
    this.places.take(this.post, future);
  }
}
