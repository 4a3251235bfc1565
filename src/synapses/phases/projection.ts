import type { Population } from '../../neurons/phases/population.js';
import type { Weights } from './weights.js';

/** Where the weight between two neurons stands: offset + post * toStride + pre * fromStride. One of the strides is 1. */
export interface Places {
  readonly weights: Weights;
  readonly offset: number;
  readonly toStride: number;
  readonly fromStride: number;
}

/** Synapses of a path from every neuron of one population to every neuron of another. */
export interface Projection extends Places {
  readonly from: Population;
  readonly to: Population;
  readonly path: string;
  /** Messages flow; if not, synapses only learn. */
  readonly carries: boolean;
  /** Weights are those of another path: they learn there. */
  readonly shared: boolean;
  /** The forward weights beside weights of their own. */
  readonly mate: Places;
}

/** A way to cut synapses into actors: wires them to both populations. */
export interface Grain {
  wire(projection: Projection): Synapses;
}

/** The synapses of a projection. */
export interface Synapses {
  /** Weights have changed: what is said from now on is weighed by these, even if it is said again. */
  renew(): void;
  /** Nothing has ever been heard. */
  clear(): void;
  /** What they have heard, where weights have moved since: at this grain. */
  state(): SynapsesState;
  restore(state: SynapsesState): void;
  /** What was last said has been heard, and weighed by weights as they are. */
  hearAgain(): void;
  /** Adds to the sum of each neuron what its synapses make of a column of numbers, one of each that speaks. */
  weigh(said: Float64Array, sums: Float64Array): void;
}

/** What the synapses of a projection are saved as, by key: what each brought; or what was ever said, and what of it is outdated. */
export type SynapsesState =
  | { readonly kind: 'synapse'; readonly brought: readonly Float64Array[] }
  | { readonly kind: 'arbor'; readonly spoken: Uint8Array; readonly outdated: Uint8Array };
