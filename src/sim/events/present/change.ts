import type { Follow, WeightChange } from '../../../messages/message.js';
import type { Parameters } from '../../../network/parameters.js';
import { follow } from '../../../synapses/following.js';
import { followingOf, type UpdateRates } from '../following.js';

/** The change of weights over `tau` of time, from gradients added up over `samples`. */
export function weightChange(rates: UpdateRates, tau: number, samples: number): WeightChange {
  const { learningRate, feedbackLearningRate = learningRate, weightDecay = 0 } = rates;
  const [weight, bias, feedback] = ['.weight', '.bias', '.feedback'].map((kind): Follow | undefined => {
    const following = followingOf(kind, rates, samples);
    return following && ((...of) => follow(following, ...of));
  });
  return {
    ...(weight && bias && feedback && { follow: { weight, bias, feedback } }),
    rate: (learningRate * tau) / samples,
    keep: 1 - learningRate * tau * weightDecay,
    feedbackRate: (feedbackLearningRate * tau) / samples,
    feedbackKeep: 1 - feedbackLearningRate * tau * weightDecay,
  };
}

/** What some parameters have moved by, over minus the learning rate. */
export function movement(
  before: Parameters,
  after: Parameters,
  learningRate: number,
  names: readonly string[],
): Parameters {
  const entries = names.map((name) => {
    const { shape, data } = before[name];
    const { data: end } = after[name];
    return [name, { shape, data: Float64Array.from(data, (w, i) => (w - end[i]) / learningRate) }] as const;
  });
  return Object.fromEntries(entries);
}
