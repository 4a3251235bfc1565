import type { EventQueue } from './queue.js';
import type { Traffic } from './traffic.js';
import type { WireOptions } from './wires.js';

/** What messages go by: time, and how they are carried. Every actor of a circuit has the same. No state of any actor. */
export interface Medium {
  readonly queue: EventQueue;
  /** How wires differ from perfect ones; undefined where they do not. */
  readonly wires?: WireOptions | undefined;
  /**
   * What synapses carried stands until their neurons say something else: nothing begins anew, and weights may change under
   * it. Every synapse then hears all that its neurons say at once, or after one delay.
   */
  readonly lasting?: boolean | undefined;
  /** Counts what is said: for statistics only. */
  readonly traffic: Traffic;
}
