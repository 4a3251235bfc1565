import type { Trajectory } from '../math/trajectory.js';

/** What a message says: `PATH.KEY` of the rule, or what synapses are told. */
export type MessageKind = `${string}.${string}` | 'learn' | 'adapt';

/** The source of what a dead neuron's synapses find instead of a message: nobody has said it. */
export const nobody = '';

/** A message between actors: said by `source` at `time` (in tau). */
export interface Message {
  readonly time: number;
  /** Address of the actor that says it: `h1[3]`, `h1.weight[3,7]`. */
  readonly source: string;
  /** Address of the actor or node that it is meant for. */
  readonly target: string;
  readonly kind: MessageKind;
  readonly value: number;
}

/** What an optimiser keeps of weights, by its names: columns beside theirs. */
export type TraceColumns = Map<string, Float64Array>;

/**
 * What a neuron, an input or a synapse says under its rule. On a path: its kind is `PATH.KEY`; of a message with
 * several values `PATH.KEY+KEY`, its value the first, and `values` has each by its key. What a synapse says is weighed. To
 * its own synapses a neuron says the postsynaptic factor, gain * post, of a term of the rule: `learn`, or `adapt` where
 * weights change at once.
 */
export interface RuleMessage extends Message {
  readonly kind: MessageKind;
  readonly values?: Readonly<Record<string, number>>;
  /** Of a message that says where its values will be: the future of each by its key; they are values at their origins. */
  readonly futures?: Readonly<Record<string, Trajectory>>;
  /** Of `learn` and `adapt`: whose synapses, and which term of that statement and path, from 0. */
  readonly path?: string;
  readonly term?: number;
}
