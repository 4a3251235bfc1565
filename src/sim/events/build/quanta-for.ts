import { refuse } from '../../../errors.js';
import type { Network } from '../../../network/network.js';
import type { Parameters } from '../../../network/parameters.js';
import { stepping } from '../../phased.js';
import { paperRelaxation } from '../../relaxation.js';
import type { PhasedRule, RelaxationRule } from '../../rule.js';
import { rules } from '../../rules.js';
import { gainsOf } from '../phases/gains.js';
import { quantaOf } from './shares.js';

/**
 * Quanta with which the error of threshold messages is at most `error` at every neuron and every time, whatever is
 * presented. With g_kp = largest entry of the sum over all paths from k down to p of products of |W|^T sup|f'|, applied
 * to ones, the error at p is at most sum over relaxing nodes k above p of g_kp q_k. Every one gets an equal share:
 *
 *     q_k = min over p below k of  error / (n_p g_kp),   n_p: how many relaxing nodes above p reach it
 *
 * and then all grow by one factor until the bound of the worst neuron, unit by unit, is `error`. A node that no relaxing
 * neuron hears gets `error` itself.
 * @param error in units of activity
 * @param rule whose feedback weights and derivatives carry the messages; it must be linear. Of a rule in phases |W| and sup|f'|
 * are those of the formulas by which states move, and what is wrong by at most `error` are these states
 * @returns a quantum for every relaxing node, by name
 * @throws {InputError} on an error that is not finite and above 0, parameters that are not the network's or whose products
 * overflow, or a rule under which there are no threshold messages
 */
export function quantaFor(
  network: Network,
  parameters: Parameters,
  error: number,
  rule: RelaxationRule | PhasedRule = rules.ar,
): Readonly<Record<string, number>> {
  if (!(error > 0 && error < Infinity)) {
    refuse({ where: 'quantaFor.error', got: String(error), expected: 'a finite number above 0' });
  }
  const phased = rule.kind === 'phases' ? rule : stepping(rule, paperRelaxation);
  return quantaOf(gainsOf(network, parameters, phased), error);
}
