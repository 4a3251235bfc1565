import { optimiserOf } from '../../sim/optimising.js';
import type { LearningRates } from '../../sim/simulator.js';
import { standardOptimiser } from '../../synapses/optimisers.js';
import type { Configuration } from '../configuration.js';

/** The learning rates of a configuration. */
export function ratesOf(configuration: Configuration): LearningRates {
  const { learningRate, nodeLearningRates, feedbackLearningRate, weightDecay } = configuration;
  const { optimiser, clip, clipNorm } = configuration;
  return {
    ...{ learningRate, weightDecay },
    ...(nodeLearningRates && { nodeLearningRates }),
    ...(feedbackLearningRate === null ? {} : { feedbackLearningRate }),
    ...(optimiser && { optimiser: optimiserOf(optimiser) }),
    ...(clip !== undefined && { clip }),
    ...(clipNorm !== undefined && { clipNorm }),
  };
}

type Chosen = Pick<Configuration, 'learningRate' | 'learningRateChanges'>;

/** The learning rate that was chosen for a minibatch, numbered from 0: the last one that began by then. */
export function chosenRate({ learningRate, learningRateChanges = [] }: Chosen, step: number): number {
  return learningRateChanges.findLast((change) => change.step <= step)?.learningRate ?? learningRate;
}

/** An optimiser as a checkpoint says it. */
export interface OptimiserSettings {
  readonly name: string;
  readonly learningRate: number;
  readonly settings?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly clip?: number | undefined;
  readonly clipNorm?: number | undefined;
  readonly updates?: number | undefined;
  /** The schedule of learning rates, as JSON. */
  readonly schedule?: string | undefined;
}

/** What a checkpoint says of the optimiser, after so many updates. */
export function optimiserIn(configuration: Configuration, updates: number): OptimiserSettings {
  const { optimiser, clip, clipNorm, learningRateSchedule: schedule } = configuration;
  const { name = standardOptimiser.name, ...settings } = optimiser ?? {};
  const clipped = { ...(clip !== undefined && { clip }), ...(clipNorm !== undefined && { clipNorm }) };
  const shared = { ...clipped, ...(schedule && { schedule: JSON.stringify(schedule) }) };
  const learningRate = chosenRate(configuration, Math.max(0, updates - 1));
  if (!optimiser) return { name, learningRate, ...shared };
  return { name, learningRate, settings, ...shared, updates };
}
