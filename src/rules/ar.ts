import { type ArChoice, arOptions } from './ar-options.js';
import { type ArNames, differences, sayingDown, slopeOf, sweepSaying, times } from './ar-terms.js';
import { byNode, bySynapses, carriedBy } from './by-choice.js';
import type { RuleFamily } from './family.js';
import type { Phase, Rule, Terms } from './rule.js';
import { words } from './words.js';

const { say, set, move, learn, adapt, rule } = words<ArNames>();

/**
 * Activation Relaxation: dx/dt = -x + sum of w f' x of those above (+ dL/dx of outputs with children); x of the other
 * outputs is dL/dx; dL/dw = x f' * rate below (arXiv 2009.05359, eq. 5 and 6, with the sign of its code). Learned feedback
 * weights, those to inputs too, learn the same product from their side. What carries messages down and where f' is taken
 * each node may choose for itself, of what it says and what its synapses learn.
 */
function activationRelaxation(given: ArChoice): Rule {
  const { presynaptic, bias, inputs, initial, plasticity, steps, stepSize } = given;
  const { carriers, update, teaches, follows, atLast, told, lastly } = differences(given);
  const [relaxing, continuous] = [inputs === 'relaxing', plasticity === 'continuous'];
  const carries = presynaptic === 'current' || follows.all.includes(true);
  const [change, learnt] = [continuous ? adapt : learn, presynaptic === 'stored' ? 'rate' : 'x'] as const;
  const down: Terms<ArNames> = { down: [{ pre: (_, heard) => heard.delta, post: (_, n) => n[learnt] }] };
  const changes = [
    ...bySynapses(update, change, (factor) => ({ pre: (_, heard) => heard[learnt], post: times[factor] })),
    ...(teaches ? [change(down, 'all')] : []),
  ];
  const moving = [
    ...(carries ? [say('up', { x: 'x' }, relaxing || continuous ? 'all' : 'lower')] : []),
    ...byNode(follows, (one) => (one ? set({ current: slopeOf('x', bias) }) : undefined)),
  ];
  const relax: Phase<ArNames> = {
    ...{ name: 'relax', steps, stepSize },
    begins: [
      ...(bias === 'included' ? [] : [set({ slope: slopeOf('rate', bias) })]),
      ...(initial === 'zero' ? [set({ x: 0 }, relaxing ? 'all' : 'neuron')] : []),
      set({ error: (_, n) => n.errorAt(n.rate) }),
      set({ x: 'error' }, 'top'),
    ],
    talk: [...(atLast ? [] : moving), ...byNode(told, sayingDown)],
    moves: [
      ...(continuous ? changes : []),
      move({ x: (m, n) => m.sub(m.add(n.apical.x, n.error), n.x) }, 'lower'),
      ...(relaxing ? [move({ x: (m, n) => m.sub(n.apical.x, n.x) }, 'input')] : []),
    ],
    ends: continuous ? [] : [...(atLast ? moving : []), ...byNode(lastly, sayingDown), ...changes],
  };
  return rule({
    ...{ name: 'ar', answer: { phase: 'sweep', state: 'rate' } },
    paths: { up: { way: 'up' }, down: carriedBy(carriers, relaxing) },
    phases: [sweepSaying(carries), relax],
  });
}

export const ar = {
  name: 'ar',
  summary: 'activation relaxation: activities relax to the gradients of backpropagation',
  source: 'Millidge, Tschantz, Seth and Buckley 2020, arXiv 2009.05359',
  options: arOptions,
  of: activationRelaxation,
} satisfies RuleFamily<typeof arOptions>;
