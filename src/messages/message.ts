import type { Trajectory } from '../math/trajectory.js';

/**
 * What messages say. Up: `activity` (a rate), `moving` (an activity during or after the relaxation, where anything above
 * depends on it), `course` (all the future of such an activity) and, from a synapse, `current` (weight * either). Down: `feedback`
 * (f' x of the neuron above), `change` (the same of a neuron that speaks only when it has moved) and, from a synapse, `drive` (weight * feedback); instead of both, `trajectory` carries all the future of a feedback. To the neuron's own synapses:
 * `learning` (the postsynaptic factor of plasticity), `update` (change now, by this rate) and `forget`.
 * To output neurons: `target`; and from their pool `pool` (log sum exp of activities) and `total` (sum of targets).
 */
export type MessageKind =
  | 'activity'
  | 'moving'
  | 'course'
  | 'current'
  | 'feedback'
  | 'change'
  | 'drive'
  | 'trajectory'
  | 'learning'
  | 'update'
  | 'forget'
  | 'target'
  | 'pool'
  | 'total'
  | RuleKind;

/** Under a rule in phases: `PATH.KEY`, or what synapses are told. */
export type RuleKind = `${string}.${string}` | 'learn' | 'adapt';

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

/** What a neuron tells its own synapses; a `learning` message says which term of the rule its factor is for. */
export interface LearningMessage extends Message {
  readonly kind: 'learning' | 'update' | 'forget';
  readonly term: number;
}

/** By how much weights are to change: w <- keep w - rate gradient. The message's value is the rate of the forward ones. */
export interface UpdateMessage extends LearningMessage {
  readonly kind: 'update';
  readonly change: WeightChange;
}

/** Rates of forward weights and biases and of feedback weights, and what is kept of either (biases are kept whole). */
export interface WeightChange {
  readonly rate: number;
  readonly keep: number;
  readonly feedbackRate: number;
  readonly feedbackKeep: number;
  /** Where an optimiser has weights follow their gradients: how, instead of by these rates. */
  readonly follow?: Readonly<Record<'weight' | 'bias' | 'feedback', Follow>> | undefined;
}

/** Has weights from `from` up to `to` follow what was added up in their places; beside them stand traces of theirs. */
export type Follow = (
  weights: Float64Array,
  sums: Float64Array,
  traces: TraceColumns,
  from: number,
  to: number,
) => void;

/** What an optimiser keeps of weights, by its names: columns beside theirs. */
export type TraceColumns = Map<string, Float64Array>;

/** A message that carries the sender's future: it holds until the next one. Its value is that at `time`. */
export interface TrajectoryMessage extends Message {
  readonly kind: 'trajectory';
  readonly future: Trajectory;
}

/** A message that carries the future of the sender's activity: it holds until the next one. Its value is that at `time`. */
export interface CourseMessage extends Message {
  readonly kind: 'course';
  readonly future: Trajectory;
}

/**
 * What a neuron, an input or a synapse says under a rule in phases. On a path: its kind is `PATH.KEY`; of a message with
 * several values `PATH.KEY+KEY`, its value the first, and `values` has each by its key. What a synapse says is weighed. To
 * its own synapses a neuron says the postsynaptic factor, gain * post, of a term of the rule: `learn`, or `adapt` where
 * weights change at once.
 */
export interface RuleMessage extends Message {
  readonly kind: RuleKind;
  readonly values?: Readonly<Record<string, number>>;
  /** Of a message that says where its values will be: the future of each by its key; they are values at their origins. */
  readonly futures?: Readonly<Record<string, Trajectory>>;
  /** Of `learn` and `adapt`: whose synapses, and which term of that statement and path, from 0. */
  readonly path?: string;
  readonly term?: number;
}

/** A neuron's activity from a moment on. */
export interface ActivitySample {
  readonly time: number;
  readonly source: string;
  readonly value: number;
}
