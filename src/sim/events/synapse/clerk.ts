import type { DendriteListener } from '../line.js';
import type { Message, TrajectoryMessage } from '../message.js';
import type { ApicalPlaces } from './apical.js';

/** Takes down what one neuron tells its synapses: of a future each synapse need then only pass on a number. */
export class Clerk implements DendriteListener {
  constructor(
    private readonly places: ApicalPlaces,
    private readonly post: number,
  ) {}

  feedback({ value }: Message): void {
    this.places.say(this.post, value);
  }

  change({ value }: Message): void {
    this.places.say(this.post, value);
  }

  trajectory({ future }: TrajectoryMessage): void {
    this.places.take(this.post, future);
  }
}
