import type { Layout } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { Rule } from '../../rule.js';
import { type Conditions, networkCondition, plain } from '../save/conditions.js';
import { delayInto } from './checks.js';
import type { LiveOptions } from './options.js';
import { ways } from './ways.js';

/** What a live simulation depends on, beside its stimuli and the state of its actors. */
export function livesUnder(
  network: Network,
  { nodes }: Layout,
  { name }: Rule,
  options: LiveOptions,
): Conditions {
  const { way, learningRate, feedbackLearningRate = learningRate, seed = 1, delays = {} } = options;
  const late = nodes.map((node) => [node.name, delayInto(delays, node.name)] as const);
  return {
    way,
    network: networkCondition(network),
    delays: Object.fromEntries(late.filter(([, delay]) => delay !== 0)),
    [way]: plain(ways[way].filled(options)),
    rule: name,
    rates: plain({ learningRate, feedbackLearningRate }),
    seed,
  };
}
