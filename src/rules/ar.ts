import { type ArChoice, type ArNames, slopeOf, sweepSaying, times } from './ar-derivatives.js';
import { arOptions } from './ar-options.js';
import { family } from './family.js';
import { feedbacks } from './feedbacks.js';
import type { Phase, Rule, Statement, Terms } from './rule.js';
import { words } from './words.js';

const { say, set, move, learn, adapt, rule } = words<ArNames>();

/** dL/dw = x f' * what came up; of learned feedback weights, those to inputs too, the same product from their side. */
function learning({ updateDerivative, presynaptic, feedback, plasticity }: ArChoice): Statement<ArNames>[] {
  const change = plasticity === 'continuous' ? adapt : learn;
  const at = presynaptic === 'stored' ? 'rate' : 'x';
  const up: Terms<ArNames> = { up: [{ pre: (_, heard) => heard[at], post: times[updateDerivative] }] };
  const down: Terms<ArNames> = { down: [{ pre: (_, heard) => heard.delta, post: (_, n) => n[at] }] };
  return [change(up), ...(feedbacks[feedback].learns ? [change(down, 'all')] : [])];
}

/**
 * Activation Relaxation: dx/dt = -x + sum of w f' x of those above (+ dL/dx of outputs with children); x of the other
 * outputs is dL/dx; dL/dw = x f' * rate below (arXiv 2009.05359, eq. 5 and 6, with the sign of its code).
 */
function activationRelaxation(chosen: ArChoice): Rule {
  const { feedback, derivative, updateDerivative, presynaptic, bias, inputs, initial } = chosen;
  const follows = derivative === 'current' || updateDerivative === 'current';
  const carries = follows || presynaptic === 'current';
  const relaxing = inputs === 'relaxing';
  const changes = learning(chosen);
  const continuous = chosen.plasticity === 'continuous';
  // What only the update asks for is said once, at the end.
  const atLast = derivative !== 'current' && !continuous;
  const moving = [
    ...(carries ? [say('up', { x: 'x' }, relaxing || continuous ? 'all' : 'lower')] : []),
    ...(follows ? [set({ current: slopeOf('x', bias) })] : []),
  ];
  const delta = feedbacks[feedback].learns && { delta: times[updateDerivative] };
  const ending = follows && delta ? [...moving, say('down', delta, 'neuron')] : moving;
  const relax: Phase<ArNames> = {
    ...{ name: 'relax', steps: chosen.steps, stepSize: chosen.stepSize },
    begins: [
      ...(bias === 'included' ? [] : [set({ slope: slopeOf('rate', bias) })]),
      ...(initial === 'zero' ? [set({ x: 0 }, relaxing ? 'all' : 'neuron')] : []),
      set({ error: (_, n) => n.errorAt(n.rate) }),
      set({ x: 'error' }, 'top'),
    ],
    talk: [
      ...(atLast ? [] : moving),
      say('down', { x: times[derivative], ...(!(atLast && follows) && delta) }, 'neuron'),
    ],
    moves: [
      ...(continuous ? changes : []),
      move({ x: (m, n) => m.sub(m.add(n.apical.x, n.error), n.x) }, 'lower'),
      ...(relaxing ? [move({ x: (m, n) => m.sub(n.apical.x, n.x) }, 'input')] : []),
    ],
    ends: continuous ? [] : [...(atLast ? ending : []), ...changes],
  };
  return rule({
    ...{ name: 'ar', answer: { phase: 'sweep', state: 'rate' } },
    paths: { up: { way: 'up' }, down: { ...feedbacks[feedback].path, ...(relaxing && { inputs: true }) } },
    phases: [sweepSaying(carries), relax],
  });
}

export const ar = family({
  name: 'ar',
  summary: 'activation relaxation: activities relax to the gradients of backpropagation',
  source: 'Millidge, Tschantz, Seth and Buckley 2020, arXiv 2009.05359',
  options: arOptions,
  of: activationRelaxation,
});
