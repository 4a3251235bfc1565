import type { Population } from '../../neurons/phases/population.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import type { Line } from './line.js';
import type { Rough } from './rough-wires.js';
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
  /** Conduction delay in tau: of all synapses, or of each, at post * size of `from` + pre. */
  readonly lag: number | Float64Array;
  /** Of any synapses, in the network: what is said at one time need not arrive at one time. */
  readonly late: boolean;
  /** Where wires are not perfect. */
  readonly rough: Pick<Rough, 'wires' | 'direction'> | undefined;
}

/** A way to cut synapses into actors: wires them to the population that they end at. */
export interface Grain {
  /** @param line on which they hear the other, all synapses of a neuron the same */
  wire(projection: Projection, line: Line): Synapses;
}

/** The synapses of a projection. */
export interface Synapses extends Outlet {
  /** Weights have changed: what is said from now on is weighed by these, even if it is said again. */
  renew(): void;
  /** Nothing has ever been heard. */
  clear(): void;
  /** What they have heard, where weights have moved since: at this grain. */
  state(): SynapsesState;
  restore(state: SynapsesState): void;
  /** What was last said has been heard, and weighed by weights as they are; by the synapses of one neuron alone, where given. */
  hearAgain(post?: number): void;
}

/** What the synapses of a projection are saved as, by key: what each brought; or what was ever said, and what of it is outdated. */
export type SynapsesState =
  | { readonly kind: 'synapse'; readonly brought: readonly Float64Array[] }
  | {
      readonly kind: 'arbor';
      readonly spoken: Uint8Array;
      readonly outdated: Uint8Array;
      /** By key, the weights by which what is outdated was weighed; where anything is late. */
      readonly former?: readonly Float64Array[] | undefined;
    };
