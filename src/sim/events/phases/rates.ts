import type { Change } from '../../../synapses/phases/weights.js';
import type { LearningRates } from '../../simulator.js';

/** How a parameter changes over `tau` of time, by a gradient added up over `samples`. */
export function changeOf(
  parameter: string,
  { learningRate, feedbackLearningRate = learningRate, weightDecay = 0 }: LearningRates,
  tau: number,
  samples: number,
): Change {
  const rate = (parameter.endsWith('.feedback') ? feedbackLearningRate : learningRate) * tau;
  return { rate: rate / samples, shrink: parameter.endsWith('.bias') ? 0 : rate * weightDecay };
}
