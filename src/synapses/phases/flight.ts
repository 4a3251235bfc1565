import type { AxonWindow } from './axon-window.js';
import type { Delivery } from './on-the-way.js';

/** A message under way. */
export interface Flight {
  readonly window: AxonWindow;
  readonly delivery: Delivery;
  /** When it was taken over or said, as counted over all lines. */
  readonly place: number;
}

/** A line among those of the neurons that hear it. */
export interface Among {
  readonly line: number;
  readonly lines: number;
  /** What says nothing else than what its neuron said before makes no difference to them, but for having come. */
  readonly passes: boolean;
}
