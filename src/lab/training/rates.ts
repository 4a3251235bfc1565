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

/** An optimiser as a checkpoint says it. */
export interface OptimiserSettings {
  readonly name: string;
  readonly learningRate: number;
  readonly settings?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly clip?: number | undefined;
  readonly clipNorm?: number | undefined;
  readonly updates?: number | undefined;
}

/** What a checkpoint says of the optimiser, after so many updates. */
export function optimiserIn(
  { learningRate, optimiser, clip, clipNorm }: Configuration,
  updates: number,
): OptimiserSettings {
  const { name = standardOptimiser.name, ...settings } = optimiser ?? {};
  const clipped = { ...(clip !== undefined && { clip }), ...(clipNorm !== undefined && { clipNorm }) };
  if (!optimiser) return { name, learningRate, ...clipped };
  return { name, learningRate, settings, ...clipped, updates };
}
