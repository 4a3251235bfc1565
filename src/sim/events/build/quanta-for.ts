import { refuse } from '../../../errors.js';
import { numbers } from '../../../math/numbers.js';
import { feedbackName, requireFeedback } from '../../../network/feedback-weights.js';
import { type LaidOutNode, layOut, parameterName } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import { checkParameters, type Parameters } from '../../../network/parameters.js';
import type { PhasedRule, RelaxationRule } from '../../rule.js';
import { rules } from '../../rules.js';
import { gainsOf } from '../phases/gains.js';
import { eachFeedback, eachSynapse } from './connections.js';
import { type Gains, quantaOf } from './shares.js';

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
  if (rule.kind === 'phases') return quantaOf(gainsOf(network, parameters, rule), error);
  if (!rule.linear) {
    const expected = 'a linear rule: others have no threshold messages';
    refuse({ where: 'quantaFor.rule', got: rule.name, expected });
  }
  checkParameters(network, parameters, 'parameters');
  const layout = layOut(network);
  if (rule.feedback.ownWeights) requireFeedback(layout, parameters, rule);
  const { inputs, nodes } = layout;
  const hearers = [...(rule.inputsRelax ? inputs : []), ...nodes.filter(({ role }) => role === 'relaxing')];
  const sizes = new Map(hearers.map(({ name, size }) => [name, size]));
  const speakers = nodes.filter(({ role }) => role === 'relaxing');
  const carry = (from: string) => gainsBelow(from, [...nodes].reverse(), sizes, parameters, rule);
  const gains = new Map(speakers.map(({ name }) => [name, carry(name)]));
  return quantaOf(gains, error);
}

/** Gains from a node to all that hear it, through however many others; those of no gain left out. */
function gainsBelow(
  from: string,
  downward: readonly LaidOutNode[],
  sizes: ReadonlyMap<string, number>,
  parameters: Parameters,
  rule: RelaxationRule,
): Gains {
  const gains = new Map([[from, new Float64Array(sizes.get(from)!).fill(1)]]);
  for (const node of downward) {
    const above = gains.get(node.name);
    if (above) carryDown(node, above, gains, sizes, parameters, rule);
  }
  gains.delete(from);
  return new Map([...gains].filter(([, gain]) => gain.some((g) => g > 0)));
}

/** Adds |W|^T sup|f'| above, of one node, to what arrives at each of its parents that relaxes. */
function carryDown(
  { name, type, spec, activation, parents }: LaidOutNode,
  above: Float64Array,
  gains: Map<string, Float64Array>,
  sizes: ReadonlyMap<string, number>,
  parameters: Parameters,
  rule: RelaxationRule,
): void {
  const slope = activation.steepest;
  const said = Math.abs(rule.neuron.feedback(numbers, { activity: 1, slope, currentSlope: slope }));
  const own = rule.feedback.ownWeights;
  const shapes = parents.map(({ shape }) => shape);
  for (const block of type.synapses(spec, shapes)) {
    const parent = parents[block.parent].name;
    const size = sizes.get(parent);
    if (size === undefined) continue;
    const gain = gains.get(parent) ?? new Float64Array(size);
    gains.set(parent, gain);
    const { data } = parameters[own ? feedbackName(name) : parameterName(name, 'weight')];
    (own ? eachFeedback : eachSynapse)(block, (i, place) => {
      gain[i % block.pres] += Math.abs(data[place]) * said * above[Math.floor(i / block.pres)];
    });
  }
}
