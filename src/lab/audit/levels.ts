import type { Level } from '../../rules/locality.js';

export type { Level, Need } from '../../rules/locality.js';

/** What the levels mean, for legends. */
export const levels: Readonly<Record<Level, string>> = {
  0: 'local now: own state, own parameter, or what a neighbour said in this phase',
  1: 'local, but kept since an earlier phase, though it has changed where it came from',
  2: 'a signal that many get at once: a clock, a phase, an order of layers',
  3: 'the weight of another synapse (weight transport, or a shared weight)',
  4: 'an operation on a whole layer or matrix: no neighbour could have said it',
};

/** One thing that updates of one kind read, as it was seen. */
export interface Reading {
  readonly update: string;
  readonly reads: string;
  /** Where it came from, in words. */
  readonly from: string;
  readonly level: Level;
  /** Nodes whose neurons or afferent synapses read it. */
  readonly where: readonly string[];
  /** Nodes, inputs and others whose messages brought it; none, if no message did. */
  readonly senders: readonly string[];
  /** How often it was read. */
  readonly count: number;
  /** How old it was at most when it was read, in tau. */
  readonly age: number;
  /** Of level 1: how many numbers are kept, and how many per neuron or synapse that keeps any. */
  readonly kept?: { readonly numbers: number; readonly each: number; readonly per: 'neuron' | 'synapse' };
}

/** What one of the rule's functions computed from what it was given: the same at every neuron, or it is a finding. */
export interface Formula {
  /** `neuron.velocity`, `plasticity.0.pre`, `tanh.slope`, ... */
  readonly of: string;
  readonly formula: string;
}

/** Whether whole layers were held to the synapses one by one; if not, why they cannot be run. */
export type LayersSeen = { readonly watched: true } | { readonly watched: false; readonly reason: string };

/** What the audit of a rule saw. */
export interface Audit {
  readonly rule: string;
  readonly readings: readonly Reading[];
  readonly formulas: readonly Formula[];
  /** Reads that are none of a local rule's: hidden state, other actors, numbers from nowhere. Empty, for an honest rule. */
  readonly findings: readonly string[];
  /** Whether whole layers were watched, too; not there where nothing was run. */
  readonly layers?: LayersSeen;
}

/** The highest level of some readings. */
export const highest = (readings: readonly { readonly level: Level }[]): Level =>
  readings.reduce<Level>((most, { level }) => (level > most ? level : most), 0);
