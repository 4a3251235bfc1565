import type { Configuration } from '../configuration.js';
import type { AveragingState } from './averaging.js';
import type { EnergyState } from './energy-tally.js';
import type { JudgingState } from './judging.js';
import { type OptimiserSettings, optimiserIn } from './rates.js';
import { firstShuffle, type ShufflerState } from './shuffler.js';
import { noTally, type TallyState } from './tally.js';

/** All that training needs to go on, beside the parameters: JSON. */
export interface TrainerState {
  /** Minibatches done, over all epochs. */
  readonly step: number;
  readonly shuffler: ShufflerState;
  /** Which optimiser, with its settings, to be checked on resuming; but for sgd, how often it has been used. */
  readonly optimiser: OptimiserSettings;
  readonly epochTally: TallyState;
  readonly intervalTally: TallyState;
  /** What the epoch has cost so far, where the engine counts and there is something. */
  readonly epochEnergy?: EnergyState | undefined;
  /** The best epoch by the validation samples, where there are any. */
  readonly best?: JudgingState | undefined;
  /** Of the average of the weights, where there is one. */
  readonly average?: AveragingState | undefined;
}

/** The state that training begins with. */
export function firstState(configuration: Configuration): TrainerState {
  return {
    step: 0,
    shuffler: firstShuffle(configuration.seed),
    optimiser: optimiserIn(configuration, 0),
    epochTally: noTally,
    intervalTally: noTally,
  };
}
