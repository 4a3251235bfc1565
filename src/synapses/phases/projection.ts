import { eachEntry } from '../../math/alike-rows.js';
import type { Population } from '../../neurons/phases/population.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import type { Place } from '../../rules/choice.js';
import type { Pattern } from '../pattern.js';
import type { Rough } from './crossing.js';
import type { Line } from './line.js';
import type { Weights } from './weights.js';

/** Where the weight between two neurons stands: offset + post * toStride + pre * fromStride. One of the strides is 1. */
export interface Places {
  readonly weights: Weights;
  readonly offset: number;
  readonly toStride: number;
  readonly fromStride: number;
}

/** Synapses of a path from a population to another. */
export interface Between {
  readonly from: Population;
  readonly to: Population;
  readonly path: string;
  readonly weights: Weights;
  /** Which of a node's synapses they are, where its synapses have several weights; or whose. */
  readonly of?: Place | undefined;
  /** Messages flow; if not, synapses only learn. */
  readonly carries: boolean;
  /** Weights are those of another path, and learn there; or they are fixed. */
  readonly shared: boolean;
  /** Of any synapses, in the network: what is said at one time need not arrive at one time. */
  readonly late: boolean;
  /** Where wires are not perfect. */
  readonly rough: Pick<Rough, 'wires' | 'direction'> | undefined;
}

/** From every neuron to every neuron. */
export interface BlockProjection extends Between, Places {
  readonly pattern?: undefined;
  /** The forward weights beside weights of their own. */
  readonly mate: Places;
  /** Conduction delay in tau: of all synapses, or of each, at post * size of `from` + pre. */
  readonly lag: number | Float64Array;
}

/** One by one. Where neurons have ports, those of the way up end at ports, and those against it begin there. */
export interface ListProjection extends Between {
  readonly pattern: Pattern;
  /** The forward weights beside weights of their own, and where they stand, of the same synapses. */
  readonly mate: { readonly weights: Weights; readonly pattern: Pattern };
  /** Conduction delay in tau: of all synapses, or of each in their order. */
  readonly lag: number | Float64Array;
}

export type Projection = BlockProjection | ListProjection;

/** Tells of each synapse at the end of a neuron: its weight, and from where to where it leads. */
export function eachInto(
  projection: Projection,
  post: number,
  tell: (weight: number, pre: number, post: number) => void,
): void {
  const { pattern, from } = projection;
  const { values } = projection.weights;
  if (pattern) {
    eachEntry(pattern.rows, post, (pre, place) => tell(values[place], pre, post));
    return;
  }
  const { offset, toStride, fromStride } = projection;
  for (let pre = 0, k = offset + post * toStride; pre < from.size; pre++, k += fromStride)
    tell(values[k], pre, post);
}

/** How many synapses each neuron has at its end. */
export function degreesOf({ from, to, pattern }: Projection): Int32Array {
  return pattern ? perNeuron(pattern.degrees, to.size) : new Int32Array(to.size).fill(from.size);
}

/** Of each neuron in all, from what there is at each of its ports. */
export function perNeuron(counts: Int32Array, size: number): Int32Array {
  if (counts.length === size) return counts;
  const sums = new Int32Array(size);
  for (let k = 0; k < counts.length; k++) sums[k % size] += counts[k];
  return sums;
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
