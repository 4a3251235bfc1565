import { choose } from '../../../errors.js';
import type { EventQueue } from '../../../messages/queue.js';
import { layOut } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import { checkParameters, type Parameters } from '../../../network/parameters.js';
import { grains } from '../../../synapses/grains.js';
import { rules } from '../../rules.js';
import { checkDelays } from '../build/delays.js';
import { delayInto } from './checks.js';
import { checkRates, type LiveOptions } from './options.js';
import { requireWayFor } from './phases-of.js';
import type { Setting, Way } from './way.js';

/**
 * What a way is started with for a network: what is not given is filled in.
 * @throws {InputError} on parameters that are not the network's, on options that are none, and on a rule that the way cannot run
 */
export function settingOf(
  network: Network,
  parameters: Parameters,
  queue: EventQueue,
  options: LiveOptions,
  way: Pick<Way, 'name' | 'obstacle'>,
): Setting {
  const { rule = rules.ar, grain = 'synapse', delays = {}, seed = 1 } = options;
  const { learningRate, feedbackLearningRate } = options;
  choose('LiveSimulator.grain', grains, grain);
  checkRates(options);
  requireWayFor(rule, way);
  checkParameters(network, parameters, 'parameters');
  const layout = layOut(network);
  checkDelays(layout, delays);
  for (const { name } of layout.nodes) delayInto(delays, name);
  const rates = { learningRate, ...(feedbackLearningRate !== undefined && { feedbackLearningRate }) };
  return { layout, parameters, queue, rule, grain, delays, seed, rates };
}
