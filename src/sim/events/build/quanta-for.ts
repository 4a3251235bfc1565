import { refuse } from '../../../errors.js';
import { numbers } from '../../../math/numbers.js';
import { feedbackName, requireFeedback } from '../../../network/feedback-weights.js';
import { type LaidOutNode, layOut, parameterName } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import { checkParameters, type Parameters } from '../../../network/parameters.js';
import type { RelaxationRule } from '../../rule.js';
import { rules } from '../../rules.js';
import { eachFeedback, eachSynapse } from './connections.js';

/** By how much a neuron may be wrong for each unit by which those of one node are: sums over paths, by node below. */
type Gains = ReadonlyMap<string, Float64Array>;

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
 * @param rule whose feedback weights and derivatives carry the messages; it must be linear
 * @returns a quantum for every relaxing node, by name
 * @throws {InputError} on an error that is not finite and above 0, parameters that are not the network's or whose products
 * overflow, or a rule under which there are no threshold messages
 */
export function quantaFor(
  network: Network,
  parameters: Parameters,
  error: number,
  rule: RelaxationRule = rules.ar,
): Readonly<Record<string, number>> {
  if (!(error > 0 && error < Infinity)) {
    refuse({ where: 'quantaFor.error', got: String(error), expected: 'a finite number above 0' });
  }
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
  const quanta = atMost(error, equalShares(gains, error), gains);
  const bad = quanta.find(([, q]) => !(q > 0 && q < Infinity));
  if (bad) {
    const expected = 'finite products of weights, and a quantum above 0';
    refuse({ where: 'quantaFor.parameters', got: `${bad[1]} at ${bad[0]}`, expected });
  }
  return Object.fromEntries(quanta);
}

function equalShares(gains: ReadonlyMap<string, Gains>, error: number): Map<string, number> {
  const shares = new Map<string, number>();
  for (const below of gains.values()) {
    for (const p of below.keys()) shares.set(p, (shares.get(p) ?? 0) + 1);
  }
  const quanta = new Map<string, number>();
  for (const [k, below] of gains) {
    const limits = [...below].map(
      ([p, gain]) => error / (shares.get(p)! * gain.reduce((a, b) => Math.max(a, b))),
    );
    quanta.set(k, Math.min(Infinity, ...limits));
  }
  return quanta;
}

/** The same quanta, as far from zero as the bound allows. */
function atMost(error: number, quanta: ReadonlyMap<string, number>, gains: ReadonlyMap<string, Gains>) {
  const bounds = new Map<string, Float64Array>();
  for (const [k, below] of gains) {
    for (const [p, gain] of below) {
      const bound = bounds.get(p) ?? new Float64Array(gain.length);
      for (let j = 0; j < gain.length; j++) bound[j] += gain[j] * quanta.get(k)!;
      bounds.set(p, bound);
    }
  }
  let worst = 0;
  for (const bound of bounds.values()) worst = bound.reduce((a, b) => Math.max(a, b), worst);
  return [...quanta].map(([k, q]) => [k, q < Infinity ? (q * error) / worst : error] as const);
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
