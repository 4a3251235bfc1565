import { type ArChoice, type ArNames, slopeOf, times } from './ar-derivatives.js';
import { arOptions } from './ar-options.js';
import { family } from './family.js';
import { feedbacks } from './feedbacks.js';
import type { Phase, Rule, Statement, Terms } from './rule.js';
import { sweep } from './sweep.js';
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
  const delta = feedbacks[feedback].learns && { delta: times[updateDerivative] };
  const relax: Phase<ArNames> = {
    ...{ name: 'relax', steps: chosen.steps, stepSize: chosen.stepSize },
    begins: [
      ...(bias === 'included' ? [] : [set({ slope: slopeOf('rate', bias) })]),
      ...(initial === 'zero' ? [set({ x: 0 }, relaxing ? 'all' : 'neuron')] : []),
      set({ error: (_, n) => n.errorAt(n.rate) }),
      set({ x: 'error' }, 'top'),
    ],
    talk: [
      ...(carries ? [say('up', { x: 'x' })] : []),
      ...(follows ? [set({ current: slopeOf('x', bias) })] : []),
      say('down', { x: times[derivative], ...delta }, 'neuron'),
    ],
    moves: [
      ...(continuous ? changes : []),
      move({ x: (m, n) => m.sub(m.add(n.apical.x, n.error), n.x) }, 'lower'),
      ...(relaxing ? [move({ x: (m, n) => m.sub(n.apical.x, n.x) }, 'input')] : []),
    ],
    ends: continuous ? [] : changes,
  };
  // Until the first moving activity arrives, that of the sweep stands.
  const said = say('up', { rate: 'rate', ...(carries && { x: 'rate' }) });
  const talk = [...sweep.talk.slice(0, -1), set({ x: 'rate' }, 'all'), said];
  return rule({
    name: 'ar',
    paths: { up: { way: 'up' }, down: { ...feedbacks[feedback].path, ...(relaxing && { inputs: true }) } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [{ ...sweep, talk }, relax],
  });
}

export const ar = family({
  name: 'ar',
  summary: 'activation relaxation: activities relax to the gradients of backpropagation',
  source: 'Millidge, Tschantz, Seth and Buckley 2020, arXiv 2009.05359',
  options: arOptions,
  of: activationRelaxation,
});
