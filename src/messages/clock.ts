import type { EventQueue } from './queue.js';
import type { Task } from './task.js';

/** What a node's clock says: make a step, or go where the drive is now. */
export type Tick = { readonly kind: 'step'; readonly stepSize: number } | { readonly kind: 'settle' };

/** A neuron that a clock leads. */
export interface Ticking {
  /** A tick for all: it moves, and is to be given its turn. */
  tickTogether(tick: Tick): void;
  /** Its turn, if it waits for its clock to give it one. */
  turn(): void;
}

/**
 * The clock of a node. At a tick its neurons move, one after the other; in the next round each has its turn. The clock
 * waits for that round in their stead: a queue of neurons would be as long as the network, at every step.
 */
export class Clock implements Task {
  constructor(
    private readonly queue: EventQueue,
    private readonly neurons: readonly Ticking[],
  ) {}

  tick(tick: Tick): void {
    for (const neuron of this.neurons) neuron.tickTogether(tick);
    this.queue.soon(this);
  }

  run(): void {
    for (const neuron of this.neurons) neuron.turn();
  }
}
