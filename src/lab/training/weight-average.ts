import type { Chosen, RuleOptions } from '../../rules/family.js';

/** How an average follows weights. */
export interface WeightAverage {
  /** When it takes them in: after every minibatch, or after every epoch from one on, 1 being the first. */
  readonly each: 'step' | 'epoch';
  readonly from: number;
  /** What share of the difference it goes towards them: average <- average + share (weights - average). @param before how often it has */
  share(before: number): number;
}

/** An average as it is offered: its options, declared beside it, and what it is once they are chosen. */
export interface WeightAverageFamily<O extends RuleOptions = RuleOptions> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Where it is from. */
  readonly source: string;
  readonly options: O;
  /** Settings that depend on how many epochs a run has, filled in; what is written down does not change when it goes on for longer. */
  resolved?(chosen: Chosen<O>, epochs: number): Chosen<O>;
  of(chosen: Chosen<O>): WeightAverage;
}

/** An average and its options. */
export const weightAverageFamily = <const O extends RuleOptions>(
  given: WeightAverageFamily<O>,
): WeightAverageFamily<O> => given;
