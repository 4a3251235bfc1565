import { type Chosen, family } from './family.js';
import type { Formula, Rule, Statement, Terms } from './rule.js';
import { words } from './words.js';

type N = {
  state: 'v' | 'prediction' | 'slope' | 'precision' | 'e';
  says: { up: 'v'; down: 'e' };
};
const { say, set, move, learn, adapt, rule } = words<N>();

const options = {
  convention: {
    kind: 'choice',
    choices: ['post-activation', 'pre-activation'],
    default: 'post-activation',
    help: 'predictions f(W v) of rates v, or W f(v) of sums v',
  },
  predictions: {
    kind: 'choice',
    choices: ['current', 'frozen'],
    default: 'current',
    help: 'they and their slopes follow the moving values, or stay those of the forward sweep',
  },
  plasticity: {
    kind: 'choice',
    choices: ['after', 'during'],
    default: 'after',
    help: 'synapses learn once values have settled, or at every step',
  },
  outputVariance: {
    kind: 'number',
    least: 0,
    above: true,
    default: 1,
    help: 'of the outputs; that of hidden neurons is 1',
  },
  steps: { kind: 'count', least: 0, default: 20, help: 'Euler steps of the relaxation' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.1, help: 'of a step, in tau' },
} as const;

/** How values, predictions and what is said follow from each other in one of the two conventions. */
interface Convention {
  /** What goes up. */
  readonly said: Formula<N>;
  readonly prediction: Formula<N>;
  /** How the prediction changes with what arrives. */
  readonly slope: Formula<N>;
  /** dv/dt, as far as it comes from above; f' of frozen predictions is that of the sweep, where v was the prediction. */
  readonly pull: (frozen: boolean) => Formula<N>;
}

const conventions: Readonly<Record<'post-activation' | 'pre-activation', Convention>> = {
  'post-activation': {
    said: (_, n) => n.v,
    prediction: (_, n) => n.f(n.in('v')),
    slope: (m, n) => m.mul(n.df(n.in('v')), n.gate('v')),
    pull: () => (_, n) => n.apical.e,
  },
  'pre-activation': {
    said: (_, n) => n.f(n.v),
    prediction: (_, n) => n.in('v'),
    slope: (_, n) => n.gate('v'),
    pull: (frozen) => (m, n) => m.mul(n.df(frozen ? n.prediction : n.v), n.apical.e),
  },
};

/** What a synapse learns from: what last came up, and its neuron's error. */
const terms: Terms<N> = {
  up: [{ gain: -1, pre: (_, heard) => heard.v, post: (m, n, signals) => delta(m, n, signals) }],
};

/** precision * error * slope: what comes down, before it is weighed, and minus what a synapse learns from. */
const delta: Formula<N> = (m, n) => m.mul(n.precision, n.e, n.slope);

/**
 * Predictive coding: F = sum of 1/2 precision e^2, e = v - prediction. dv/dt = -dF/dv of hidden neurons, outputs held at
 * their targets; dL/dw = -precision e slope * what came up.
 */
function predictiveCoding(chosen: Chosen<typeof options>): Rule {
  const { said, prediction, slope, pull } = conventions[chosen.convention];
  const speak = [say('up', { v: 'v' }, 'input'), say('up', { v: said }, 'neuron')];
  const predict = set({ prediction, slope });
  const frozen = chosen.predictions === 'frozen';
  const pulled = pull(frozen);
  const during = chosen.plasticity === 'during';
  const moving: Statement<N>[] = frozen ? [] : [...speak, predict];
  return rule({
    name: 'pc',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'sweep', state: 'v' },
    phases: [
      {
        name: 'sweep',
        order: 'up',
        talk: [set({ v: (_, n) => n.stimulus }, 'input'), predict, set({ v: 'prediction' }), ...speak],
      },
      {
        name: 'relax',
        steps: chosen.steps,
        stepSize: chosen.stepSize,
        begins: [
          set({ v: (_, n) => n.target }, 'output'),
          set({ precision: 1 }),
          set({ precision: 1 / chosen.outputVariance }, 'output'),
        ],
        talk: [
          ...moving,
          set({ e: (m, n) => m.sub(n.v, n.prediction) }),
          say('down', { e: delta }, 'neuron'),
        ],
        moves: [
          ...(during ? [adapt(terms)] : []),
          move({ v: (m, n, signals) => m.sub(pulled(m, n, signals), m.mul(n.precision, n.e)) }, 'inner'),
        ],
        ends: during ? [] : [learn(terms)],
      },
    ],
    energy: (m, n) => m.mul(0.5, n.precision, n.e, n.e),
  });
}

export const pc = family({
  name: 'pc',
  summary:
    'predictive coding: neurons settle between what is predicted from below and what is said from above',
  source: 'Whittington and Bogacz 2017, Neural Computation 29(5)',
  options,
  of: predictiveCoding,
});
