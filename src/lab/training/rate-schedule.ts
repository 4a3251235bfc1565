import type { Chosen, RuleOptions } from '../../rules/family.js';

/** What the time of a schedule is counted in: minibatches, or whole epochs, during which the rate stays. */
export type Unit = 'step' | 'epoch';

/** A learning rate as it changes with time. */
export interface RateSchedule {
  /**
   * @param base the rate that was chosen
   * @param time minibatches or epochs that are over since this schedule began, 0 for the first; at most `length`
   * @param length so many it lasts; Infinity for one without an end
   */
  rate(base: number, time: number, length: number): number;
}

/** A schedule as it is offered: its options, declared beside it, and what it is once they are chosen. */
export interface RateScheduleFamily<O extends RuleOptions = RuleOptions> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Where its formula is from. */
  readonly source: string;
  /** What its time is counted in where nobody chooses. */
  readonly per: Unit;
  /** It has to be said how long it lasts; `run`: to the end of the run, where nobody says. */
  readonly lasts: 'told' | 'run' | 'on';
  readonly options: O;
  of(chosen: Chosen<O>): RateSchedule;
}

/** A schedule and its options. */
export const rateScheduleFamily = <const O extends RuleOptions>(
  given: RateScheduleFamily<O>,
): RateScheduleFamily<O> => given;
