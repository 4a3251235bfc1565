import { type Trajectory, TrajectorySum } from '../../neurons/trajectory.js';
import type { Afferents, ApicalAfferents, Inbox } from './inbox.js';

/** Letter boxes on the basal side, one for each synapse. A sweep is complete when every one has been filled. */
export class BasalPlaces implements Afferents {
  private readonly values: Float64Array;
  private heard = 0;

  constructor(
    /** Address of the neuron. */
    readonly address: string,
    private readonly inbox: Inbox<Afferents>,
    places: number,
  ) {
    this.values = new Float64Array(places);
  }

  deliver(place: number, value: number): void {
    this.values[place] = value;
    if (++this.heard >= this.values.length) this.inbox.arrived();
  }

  get complete(): boolean {
    return this.heard >= this.values.length;
  }

  sum(): number {
    return inOrder(this.values);
  }

  clear(): void {
    this.values.fill(0);
    this.heard = 0;
  }
}

/**
 * Letter boxes on the apical side, one for each synapse: for values, and for futures with the weight they came
 * through. Futures over synapses without delay are awaited before the neuron speaks for the first time, so that it
 * speaks once.
 */
export class ApicalPlaces implements ApicalAfferents {
  private readonly values: Float64Array;
  private futures: (Trajectory | undefined)[] | undefined;
  private weights: Float64Array | undefined;
  private awaited: number;

  /** @param prompt how many of the synapses have no delay */
  constructor(
    /** Address of the neuron. */
    readonly address: string,
    private readonly inbox: Inbox<ApicalAfferents>,
    private readonly places: number,
    private readonly prompt: number,
  ) {
    this.values = new Float64Array(places);
    this.awaited = prompt;
  }

  deliver(place: number, value: number): void {
    this.values[place] = value;
  }

  foretell(place: number, weight: number, future: Trajectory, prompt: boolean): void {
    this.futures ??= new Array<undefined>(this.places).fill(undefined);
    this.weights ??= new Float64Array(this.places);
    if (prompt && this.futures[place] === undefined) this.awaited--;
    this.futures[place] = future;
    this.weights[place] = weight;
    if (this.awaited === 0) this.inbox.arrived();
  }

  get complete(): boolean {
    return this.awaited === 0;
  }

  sum(): number {
    return inOrder(this.values);
  }

  future(now: number): Trajectory {
    const sum = new TrajectorySum(now);
    const { futures, weights } = this;
    if (futures && weights) {
      for (let place = 0; place < futures.length; place++) {
        const future = futures[place];
        if (future !== undefined) sum.add(weights[place], future);
      }
    }
    return sum;
  }

  clear(): void {
    this.values.fill(0);
    this.futures?.fill(undefined);
    this.awaited = this.prompt;
  }
}

function inOrder(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
