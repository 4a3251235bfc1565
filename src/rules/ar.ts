import { arOptions } from './ar-options.js';
import { type Chosen, family } from './family.js';
import type { Formula, Path, Rule, Statement, Terms, Who } from './rule.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

type N = {
  state: 'rate' | 'slope' | 'current' | 'error' | 'x';
  says: { up: 'rate' | 'x'; down: 'x' | 'delta' };
};
const { say, set, move, learn, adapt, rule } = words<N>();
type Choice = Chosen<typeof arOptions>;

/** f' where the forward sweep left it, where x is now, or left out. */
const slopes: Readonly<Record<Choice['derivative'], Formula<N>>> = {
  frozen: (_, n) => n.slope,
  current: (_, n) => n.current,
  none: () => 1,
};

/** x f', as it is said or learned from. */
const times = (derivative: Choice['derivative']): Formula<N> =>
  derivative === 'none' ? (_, n) => n.x : (m, n, signals) => m.mul(n.x, slopes[derivative](m, n, signals));

/** f' at the pre-activation that a key makes, with the bias in it or without. */
const slopeOf = (key: 'rate' | 'x', bias: Choice['bias']): Formula<N> => {
  const at: Formula<N> = bias === 'included' ? (_, n) => n.in(key) : (_, n) => n.basal[key];
  return (m, n, signals) => m.mul(n.df(at(m, n, signals)), n.gate(key));
};

const down: Readonly<Record<Choice['feedback'], Path>> = {
  transpose: { way: 'down' },
  random: { way: 'down', weights: 'feedback' },
  learned: { way: 'down', weights: 'feedback' },
};

/** dL/dw = x f' * what came up; of learned feedback weights, those to inputs too, the same product from their side. */
function termsOf({ updateDerivative, presynaptic, feedback }: Choice): readonly (readonly [Terms<N>, Who])[] {
  const post = times(updateDerivative);
  const stored = presynaptic === 'stored';
  const up: Terms<N> = { up: [{ pre: (_, heard) => (stored ? heard.rate : heard.x), post }] };
  if (feedback !== 'learned') return [[up, 'neuron']];
  const down: Terms<N> = {
    down: [{ pre: (_, heard) => heard.delta, post: (_, n) => (stored ? n.rate : n.x) }],
  };
  return [
    [up, 'neuron'],
    [down, 'all'],
  ];
}

/**
 * Activation Relaxation: dx/dt = -x + sum of w f' x of those above (+ dL/dx of outputs with children); x of the other
 * outputs is dL/dx; dL/dw = x f' * rate below (arXiv 2009.05359, eq. 5 and 6, with the sign of its code).
 */
function activationRelaxation(chosen: Choice): Rule {
  const { feedback, derivative, updateDerivative, presynaptic, plasticity, bias, inputs, initial } = chosen;
  const follows = derivative === 'current' || updateDerivative === 'current';
  const carries = follows || presynaptic === 'current';
  const relaxing = inputs === 'relaxing';
  const terms = termsOf(chosen);
  const continuous = plasticity === 'continuous';
  const delta = feedback === 'learned' && { delta: times(updateDerivative) };
  const talk: Statement<N>[] = [
    ...(carries ? [say('up', { x: 'x' })] : []),
    ...(follows ? [set({ current: slopeOf('x', bias) })] : []),
    say('down', { x: times(derivative), ...delta }, 'neuron'),
  ];
  // Until the first moving activity arrives, that of the sweep stands.
  const both = [...sweep.talk.slice(0, -1), say('up', { rate: 'rate', x: 'rate' })];
  const latched = bias === 'included' ? [] : [set({ slope: slopeOf('rate', bias) })];
  return rule({
    name: 'ar',
    paths: { up: { way: 'up' }, down: { ...down[feedback], ...(relaxing && { inputs: true }) } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [
      carries ? { ...sweep, talk: both } : sweep,
      {
        name: 'relax',
        steps: chosen.steps,
        stepSize: chosen.stepSize,
        begins: [
          ...latched,
          set({ x: 'rate' }, 'input'),
          set({ error: (_, n) => n.errorAt(n.rate), x: initial === 'forward' ? 'rate' : 0 }),
          set({ x: 'error' }, 'top'),
        ],
        talk,
        moves: [
          ...(continuous ? terms.map(([some, who]) => adapt(some, who)) : []),
          move({ x: (m, n) => m.sub(m.add(n.apical.x, n.error), n.x) }, 'lower'),
          ...(relaxing ? [move({ x: (m, n) => m.sub(n.apical.x, n.x) }, 'input')] : []),
        ],
        ends: continuous ? [] : terms.map(([some, who]) => learn(some, who)),
      },
    ],
  });
}

export const ar = family({
  name: 'ar',
  summary: 'activation relaxation: activities relax to the gradients of backpropagation',
  source: 'Millidge, Tschantz, Seth and Buckley 2020, arXiv 2009.05359',
  options: arOptions,
  of: activationRelaxation,
});
