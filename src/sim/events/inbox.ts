import type { Trajectory } from '../../neurons/trajectory.js';
import { TrajectoryInbox } from './trajectory-inbox.js';

/** The part of an inbox that others see: a letter box. */
export interface Mailbox {
  /** Address of the neuron it belongs to. */
  readonly address: string;
  /** Leaves a value at the sender's place. */
  deliver(place: number, value: number): void;
  /** Leaves the sender's future there, to be weighed by `weight`. */
  foretell(place: number, weight: number, future: Trajectory): void;
}

/**
 * Where synapses leave their messages: one place per synapse, holding the last value delivered. Sums are taken
 * in the order of the places, never of arrival, so that they do not depend on it.
 */
export class Inbox implements Mailbox {
  private values = new Float64Array(4);
  private places = 0;
  private heard = 0;

  /** The futures delivered. */
  readonly futures = new TrajectoryInbox();

  /** @param onDelivery called after each value delivered @param onFuture called after each future delivered */
  constructor(
    readonly address: string,
    private readonly onDelivery?: () => void,
    private readonly onFuture?: () => void,
  ) {}

  /** A place for one more synapse. @param delay its conduction delay */
  addPlace(delay = 0): number {
    this.futures.addPlace(delay === 0);
    if (this.places === this.values.length) {
      const grown = new Float64Array(2 * this.places);
      grown.set(this.values);
      this.values = grown;
    }
    return this.places++;
  }

  deliver(place: number, value: number): void {
    this.values[place] = value;
    this.heard++;
    this.onDelivery?.();
  }

  foretell(place: number, weight: number, future: Trajectory): void {
    this.futures.deliver(place, weight, future);
    this.onFuture?.();
  }

  /** Every place has been heard from since `clear`. */
  get complete(): boolean {
    return this.heard >= this.places;
  }

  /** The last values delivered. */
  get contents(): Readonly<ArrayLike<number>> {
    return this.values.subarray(0, this.places);
  }

  sum(): number {
    let sum = 0;
    for (let i = 0; i < this.places; i++) sum += this.values[i];
    return sum;
  }

  /** Forgets what was delivered. */
  clear(): void {
    this.values.fill(0);
    this.heard = 0;
    this.futures.clear();
  }
}
