import type { Layout } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { RelaxationRule } from '../../rule.js';
import { type Conditions, delaysCondition, networkCondition, plain } from '../save/conditions.js';
import type { LiveOptions } from './options.js';
import type { Regime } from './way.js';
import { ways } from './ways.js';

/** What a live simulation depends on, beside its stimuli and the state of its actors. */
export function livesUnder(
  network: Network,
  layout: Layout,
  { populations }: Regime,
  { name }: RelaxationRule,
  options: LiveOptions,
): Conditions {
  const { way, learningRate, feedbackLearningRate = learningRate, seed = 1 } = options;
  return {
    way,
    network: networkCondition(network),
    delays: delaysCondition(layout, populations),
    [way]: plain(ways[way].filled(options)),
    rule: name,
    rates: plain({ learningRate, feedbackLearningRate }),
    seed,
  };
}
