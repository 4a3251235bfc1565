import type { ConfigurationValues } from './configuration-schema.js';
import { averageOf, type ChosenAverage } from './training/averaging.js';
import type { Monitor } from './training/judging.js';
import { type ChosenSchedule, schedulesOf } from './training/rate-plan.js';

/** From a minibatch on, numbered from 0, another learning rate. */
export interface LearningRateChange {
  readonly step: number;
  readonly learningRate: number;
}

/** What changes as a run goes on, or decides how far it goes; each only where it was asked for. */
export interface TimedSettings {
  readonly learningRateSchedule?: readonly ChosenSchedule[];
  /** Of a run that went on with another learning rate, in order. */
  readonly learningRateChanges?: readonly LearningRateChange[];
  /** Epochs without a better one on the validation samples. */
  readonly earlyStopping?: number;
  readonly monitor?: Monitor;
  readonly average?: ChosenAverage;
}

/** What is to be resolved of it. @throws {InputError} naming the field */
export function timedSettings(
  { learningRateSchedule: schedule, average, epochs }: ConfigurationValues,
  where: string,
): Pick<TimedSettings, 'learningRateSchedule' | 'average'> {
  return {
    ...(schedule !== undefined && {
      learningRateSchedule: schedulesOf(schedule, epochs, `${where}.learningRateSchedule`),
    }),
    ...(average !== undefined && { average: averageOf(average, epochs, `${where}.average`) }),
  };
}
