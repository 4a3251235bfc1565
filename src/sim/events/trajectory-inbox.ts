import { type Trajectory, toldFrom } from '../../neurons/trajectory.js';

/**
 * The feedback inbox for messages that carry trajectories: per place the last one delivered, and the weight it
 * came through. Places of synapses without delay are awaited before the neuron speaks for the first time, so that
 * it speaks once.
 */
export class TrajectoryInbox {
  private readonly latest: (Trajectory | undefined)[] = [];
  private readonly weights: number[] = [];
  private readonly prompt: boolean[] = [];
  private promptPlaces = 0;
  private awaited = 0;

  /** @param prompt whether the synapse at this place has no delay */
  addPlace(prompt: boolean): void {
    this.latest.push(undefined);
    this.weights.push(0);
    this.prompt.push(prompt);
    if (prompt) this.promptPlaces++;
  }

  deliver(place: number, weight: number, trajectory: Trajectory): void {
    if (this.prompt[place] && this.latest[place] === undefined) this.awaited--;
    this.latest[place] = trajectory;
    this.weights[place] = weight;
  }

  /** Every synapse without delay has been heard. */
  get ready(): boolean {
    return this.awaited === 0;
  }

  /** The sum of what the synapses say, told from `now` on. */
  sum(now: number): Trajectory {
    let constant = 0;
    const terms: number[] = [];
    for (let place = 0; place < this.latest.length; place++) {
      const trajectory = this.latest[place];
      if (trajectory === undefined) continue;
      const told = toldFrom(trajectory, now);
      const weight = this.weights[place];
      constant += weight * told.constant;
      while (terms.length < told.terms.length) terms.push(0);
      for (let m = 0; m < told.terms.length; m++) terms[m] += weight * told.terms[m];
    }
    return { origin: now, constant, terms };
  }

  /** Forgets what was delivered. */
  clear(): void {
    this.latest.fill(undefined);
    this.awaited = this.promptPlaces;
  }
}
