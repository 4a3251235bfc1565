import type { WeightArithmetic } from '../math/arithmetic.js';
import { type Chosen, defaultsOf, type RuleOptions } from '../rules/family.js';
import { optimiserNeeds } from './optimiser-needs.js';

/** What all weights are told at an update. */
export interface UpdateSignals {
  /** The learning rate. */
  readonly rate: number;
  /** Which update it is, the first being 1. */
  readonly update: number;
}

/** What an update makes of a weight. */
export interface Descent<T> {
  /** w <- w - step */
  readonly step: T;
  /** What the synapse keeps until the next update. */
  readonly traces: readonly T[];
}

/** How a weight follows the gradient that its synapse has added up: from that gradient and traces of its own. */
export interface Optimiser {
  readonly name: string;
  /** What was chosen of its options, the rest as it is by default. */
  readonly settings: Chosen<RuleOptions>;
  /** Weight decay is not in the gradient: a weight is made smaller by rate * decay of itself, beside its step. */
  readonly decoupled?: boolean;
  /** Names of the traces that a synapse keeps beside its weight, 0 before the first update: those of PyTorch. */
  readonly traces: readonly string[];
  /**
   * Without it the step is rate * gradient, which takes no pass over the weights of its own.
   * @param gradient mean over the batch, clipped where that was asked for, with weight decay in it unless that is decoupled
   * @param traces in the order of their names
   */
  descend?<T>(m: WeightArithmetic<T>, gradient: T, traces: readonly T[], signals: UpdateSignals): Descent<T>;
}

/** An optimiser as it is offered: its options, declared beside it, and what it is once they are chosen. */
export interface OptimiserFamily<O extends RuleOptions = RuleOptions> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Where its equations are from. */
  readonly source: string;
  /** The learning rate where nobody chooses one, if it has one of its own. */
  readonly learningRate?: number;
  /** The weight decay where nobody chooses one, if it has one of its own. */
  readonly weightDecay?: number;
  readonly options: O;
  /** Traces that it keeps under some options only, those by default not among them. */
  readonly mayKeep?: readonly string[];
  of(chosen: Chosen<O>): Pick<Optimiser, 'traces' | 'descend' | 'decoupled'>;
}

/** An optimiser and its options. */
export const optimiserFamily = <const O extends RuleOptions>(given: OptimiserFamily<O>): OptimiserFamily<O> =>
  given;

/**
 * An optimiser of a family: with what is chosen, the rest as it is by default.
 * @throws {InputError} on a formula that looks at a value, or leaves other traces than it has
 */
export function optimiser<O extends RuleOptions>(
  family: OptimiserFamily<O>,
  chosen: Partial<Chosen<O>> = {},
): Optimiser {
  const settings = { ...defaultsOf(family.options), ...chosen };
  const made = { name: family.name, settings: settings as Chosen<RuleOptions>, ...family.of(settings) };
  optimiserNeeds(made);
  return made;
}

/** rate * gradient, of an optimiser that says no more. */
export const plainDescent: NonNullable<Optimiser['descend']> = (m, gradient, _, { rate }) => ({
  step: m.affine(gradient, rate, 0),
  traces: [],
});
