import { mapRates } from '../../sim/rates.js';
import type { LearningRates } from '../../sim/simulator.js';
import type { Configuration } from '../configuration.js';
import { RatePlan } from './rate-plan.js';
import { chosenRate, ratesOf } from './rates.js';

/** The rates of each minibatch of a run: those that were chosen, as the schedule has them by then. */
export class RatesInTime {
  private readonly plan: RatePlan | undefined;
  private readonly rates: LearningRates;

  /** @throws {InputError} on a schedule that is over before it begins */
  constructor(
    private readonly configuration: Configuration,
    batchesPerEpoch: number,
  ) {
    const { learningRateSchedule: schedule } = configuration;
    this.plan = schedule && new RatePlan(schedule, batchesPerEpoch);
    this.rates = ratesOf(configuration);
  }

  /** Whether rates did not stay what they were at the beginning, so many minibatches on. */
  changing(steps: number): boolean {
    const [first] = this.configuration.learningRateChanges ?? [];
    return this.plan !== undefined || (first !== undefined && first.step < steps);
  }

  at(step: number): LearningRates {
    const rates = { ...this.rates, learningRate: chosenRate(this.configuration, step) };
    const { plan } = this;
    return plan ? mapRates(rates, (rate) => plan.rate(rate, step)) : rates;
  }
}
