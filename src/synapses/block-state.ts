import type { Trajectory } from '../math/trajectory.js';
import type { WiresState } from '../messages/wires.js';
import type { ApicalState } from './synapse/apical.js';
import type { BasalState } from './synapse/basal.js';

/** What a block of synapses is saved as: in either grain the same, and either can go on from it. */
export interface BlockState {
  /** [posts, pres] */
  readonly weights: Float64Array;
  /** Feedback weights of their own. */
  readonly feedback: Float64Array | undefined;
  /** What has been added up since the last update. */
  readonly gradients: Float64Array;
  readonly heard: HeardState | ApartState;
}

/** Where all synapses of a neuron hear the same: what came through them last. */
export interface HeardState {
  readonly kind: 'alike';
  /** Of the forward sweep: [pres]. */
  readonly stored: Float64Array;
  /** Of the relaxation, where any came: [pres]. */
  readonly moving: Float64Array | undefined;
  /** Futures of activities, where any came: by axon, from their arrival on. */
  readonly courses: readonly (Trajectory | undefined)[] | undefined;
  /** How many have been heard in this sweep. */
  readonly count: number;
  /** Undefined above an input. */
  readonly descent: DescentState | undefined;
}

/** What each neuron above said last: a value, a future from its arrival on. */
export interface DescentState {
  /** [posts] */
  readonly said: Float64Array;
  readonly futures: readonly (Trajectory | undefined)[];
}

/** Where each synapse has a delay, or a wire, of its own: one by one, [posts, pres]. */
export interface ApartState {
  readonly kind: 'apart';
  readonly stored: Float64Array;
  readonly moving: Float64Array | undefined;
  readonly basal: BasalState;
  readonly apical: ApicalState | undefined;
  readonly wires: WiresState | undefined;
}
