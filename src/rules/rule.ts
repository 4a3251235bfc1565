import type { RuleArithmetic } from './arithmetic.js';
import type { Choice, Place } from './choice.js';

/**
 * A local learning rule: what each neuron says, how its states follow and move, and what its synapses learn, in phases.
 * Both engines, the audit and whoever asks what it needs run the same formulas.
 *
 * Order: `begins`; `talk`; `steps` times (`moves`; `talk`); `ends`. A statement is done by all who are meant before the
 * next one begins; of what is said, all is composed before any of it is delivered and weighed. What was heard stands until
 * the same key is said again. A phase with an `order` and no steps is led by messages: each neuron goes through it once,
 * when everything has arrived that it waits for. Weights descend their gradients, the mean over the batch, after the last.
 *
 * Two laws: talk that is said twice is talk said once, bit for bit; and no message reads the path that it is said on.
 */
export interface Rule<N extends Names = Names> {
  readonly name: string;
  readonly paths: { readonly [P in PathOf<N>]: Path };
  readonly phases: readonly Phase<N>[];
  /** What the network answers: that state of its outputs, at the end of that phase. */
  readonly answer: { readonly phase: string; readonly state: N['state'] };
  /** States that begin a presentation as they ended the last one of the same sample; 0 in its first. Only `train` has them. */
  readonly keeps?: readonly N['state'][];
  /** Third factors: what all are told of a sample (a reward, say), by whoever presents it; 0 where it only predicts. */
  readonly factors?: readonly FactorOf<N>[];
  /** A neuron's share of the energy, where the rule descends one; of a sample, the sum over all neurons. */
  readonly energy?: Formula<N>;
}

/** What a rule's values are called: the states of a neuron, and the keys of what is said on each path. */
export interface Names {
  readonly state: string;
  readonly says: Readonly<Record<string, string>>;
  readonly factor?: string;
}

/** Synapses that carry messages of a rule. */
export interface Path extends Carrier {
  /**
   * up: along the network's projections; down: against them, not to inputs; direct: from every output to every inner
   * neuron.
   */
  readonly way: 'up' | 'down' | 'direct';
  /** Of way down: inputs hear it, too. */
  readonly inputs?: boolean;
  /** Of way down: what carries the messages of a node, where nodes differ in that. */
  readonly by?: Choice<Carrier>;
}

/** The weights that messages go over; which these are, synapses of a node may choose apart. */
export interface Carrier {
  /** Of their own, the parameter NODE.NAME beside the weights; undefined for the forward weight itself. */
  readonly weights?: string;
  /**
   * Of way down, in place of a parameter: each weight is made of the forward weight beside it, and follows that. Such weights
   * have no gradient.
   */
  readonly ofMate?: <T>(m: RuleArithmetic<T>, mate: T) => T | number;
  /** Weights of their own stay as they are, though others of the path learn. */
  readonly stays?: boolean;
}

/** What carries the messages that a node says on a path, and all that carries those of any. */
export const carrierAt = (path: Path, synapses: Place): Carrier => path.by?.at(synapses) ?? path;
export const carriersOf = (path: Path): readonly Carrier[] => path.by?.all ?? [path];

/** Weights of their own, over which a node says something on a path, learn what the path does. */
export function learnsAt(path: Path, synapses: Place): boolean {
  const { weights, stays } = carrierAt(path, synapses);
  return weights !== undefined && !stays;
}

/** Who does it: the inputs, all other neurons, and of these the outputs, the others, outputs without children, the others. */
export type Who = 'all' | 'input' | 'neuron' | 'output' | 'inner' | 'top' | 'lower';

/** Who is meant by a statement; of these, where it says so, those at some nodes alone. */
export interface Meant {
  readonly who: Who;
  readonly at?: ((node: Place) => boolean) | undefined;
}

/** A stretch of a presentation. */
export interface Phase<N extends Names = Names> {
  readonly name: string;
  /** Node after node, from below or from above. */
  readonly order?: 'up' | 'down';
  readonly steps?: number;
  /** Of a step, in tau. */
  readonly stepSize?: number;
  readonly begins?: readonly Statement<N>[];
  readonly talk: readonly Statement<N>[];
  readonly moves?: readonly Statement<N>[];
  readonly ends?: readonly Statement<N>[];
}

/** One thing that is done. `words` makes them. */
export type Statement<N extends Names = Names> =
  | Say<N, PathOf<N>>
  | ({ readonly kind: 'set'; readonly values: Formulas<N> } & Meant)
  | ({ readonly kind: 'move'; readonly values: Formulas<N> } & Meant)
  | ({ readonly kind: 'learn'; readonly terms: Terms<N> } & Meant)
  | ({
      readonly kind: 'adapt';
      readonly terms: Terms<N>;
      /**
       * In tau: weights descend a trace of the gradient in place of it, which each synapse keeps: dtrace/dt = (gradient - trace) /
       * lowpass, 0 when a presentation begins.
       */
      readonly lowpass?: number | undefined;
    } & Meant);

/** A message on a path: named values, of one instant. */
export interface Say<N extends Names, P extends PathOf<N>> extends Meant {
  readonly kind: 'say';
  readonly path: P;
  readonly values: { readonly [K in KeyOf<N, P>]?: Formula<N> };
}

/** A number that a neuron works out from what it knows. */
export type Formula<N extends Names = Names> = <T>(
  m: RuleArithmetic<T>,
  neuron: Own<T, N>,
  signals: Signals,
) => T | number;

/** Formulas of states: dx/dt, in 1 / tau, where they move. */
export type Formulas<N extends Names> = { readonly [S in N['state']]?: Formula<N> };

/** All that a neuron knows, of itself and at this moment. Nothing else can be reached from a rule. */
export type Own<T, N extends Names> = { readonly [S in N['state']]: T } & {
  /** Per path beside up and down: sums of weight * what was last said under a key. */
  readonly [P in Exclude<PathOf<N>, 'up' | 'down'>]: Said<T, N, P>;
} & {
  /** Sums of what came up, and down: of weight * what was last said under a key. */
  readonly basal: Said<T, N, 'up'>;
  readonly apical: Said<T, N, 'down'>;
  /** The pre-activation that what came up makes, the bias in it. */
  in(key: KeyOf<N, 'up'>): T;
  /** How that changes with what a port brings: 1 where ports are added. */
  gate(key: KeyOf<N, 'up'>): T | number;
  /** Its activation f, and f'. */
  f(a: T | number): T;
  df(a: T | number): T;
  /** factor ** d, a constant of its place: d projections lead from it to the nearest output, none from an output. */
  byDistance(factor: number): T | number;
  readonly bias: T;
  /** Of an input: what it is given. */
  readonly stimulus: T;
  readonly target: T;
  /** Of an output, dLoss/dx at this activity; 0 of everybody else. */
  errorAt(activity: T | number): T;
  /**
   * Noise of its own, standard normal: a function of the seed, the update, the sample, the neuron, the step and the number of
   * the draw (1 if not given) alone, so the same in any order and on any engine. Where a rule wants another, in another
   * phase too, it takes another number.
   */
  noise(signals: Signals, draw?: number): T | number;
  /** A third factor, the same for everybody. */
  factor(name: FactorOf<N>): T | number;
};

type Said<T, N extends Names, P extends string> = { readonly [K in KeyOf<N, P>]: T };

/** What everybody is told. */
export interface Signals {
  /** Size of a step, in tau. */
  readonly stepSize: number;
  /** Number of the step in its phase, from 1. */
  readonly step: number;
  /** How often weights have been updated after a presentation; whoever trains counts. */
  readonly update: number;
  /** A random number in [0, 1), drawn anew for every update. */
  readonly draw: number;
  /** Of what is drawn. */
  readonly seed: number;
}

/** Per path, what its synapses add to their gradient. */
export type Terms<N extends Names> = { readonly [P in PathOf<N>]?: readonly Term<N, P>[] };

/**
 * gradient += gain * pre * post * own: of what this synapse last heard, of the state of the neuron that it ends at, and of
 * its own weight. A bias is a synapse of `up` that always hears 1; it has no part in terms of the own weight.
 */
export interface Term<N extends Names, P extends string> {
  /** Of way up: of these synapses alone; a bias is of its node. */
  readonly at?: ((synapses: Place) => boolean) | undefined;
  /** A constant, or a third factor that all are told; 1 if not given. */
  readonly gain?: number | ((signals: Signals) => number);
  readonly pre?: <T>(m: RuleArithmetic<T>, heard: Said<T, N, P>) => T | number;
  readonly post?: Formula<N>;
  /** Of its weight, and of the forward weight beside it. */
  readonly own?: <T>(m: RuleArithmetic<T>, weight: T, mate: T) => T | number;
}

export type FactorOf<N extends Names> = Extract<N['factor'], string>;
export type PathOf<N extends Names> = Extract<keyof N['says'], string>;
export type KeyOf<N extends Names, P extends string> = P extends keyof N['says'] ? N['says'][P] : never;
