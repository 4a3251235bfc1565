import { type Chosen, family } from './family.js';
import { pcOptions } from './pc-options.js';
import type { Formula, Phase, Rule, Terms } from './rule.js';
import { words } from './words.js';

type N = { state: 'v' | 'prediction' | 'slope' | 'precision' | 'e'; says: { up: 'v'; down: 'e' } };
const { say, set, move, learn, adapt, rule } = words<N>();
type Choice = Chosen<typeof pcOptions>;

/** What goes up, the prediction, and how that changes with what arrives. */
const conventions: Readonly<Record<Choice['convention'], Readonly<Record<string, Formula<N>>>>> = {
  'post-activation': {
    up: (_, n) => n.v,
    prediction: (_, n) => n.f(n.in('v')),
    slope: (m, n) => m.mul(n.df(n.in('v')), n.gate('v')),
  },
  'pre-activation': { up: (_, n) => n.f(n.v), prediction: (_, n) => n.in('v'), slope: (_, n) => n.gate('v') },
};

/** dv/dt, as far as it comes from above; f' of frozen predictions is that of the sweep, where v was the prediction. */
function pulled({ convention, predictions }: Choice): Formula<N> {
  if (convention === 'post-activation') return (_, n) => n.apical.e;
  return (m, n) => m.mul(n.df(predictions === 'frozen' ? n.prediction : n.v), n.apical.e);
}

/** precision * error * slope: what comes down, before it is weighed, and minus what a synapse learns from. */
const delta: Formula<N> = (m, n) => m.mul(n.precision, n.e, n.slope);

/** What a synapse learns from: what last came up, and its neuron's error. */
const terms: Terms<N> = { up: [{ gain: -1, pre: (_, heard) => heard.v, post: delta }] };

/**
 * Predictive coding: F = sum of 1/2 precision e^2, e = v - prediction. dv/dt = -dF/dv of hidden neurons, outputs held at
 * their targets; dL/dw = -precision e slope * what came up.
 */
function predictiveCoding(chosen: Choice): Rule {
  const { up, prediction, slope } = conventions[chosen.convention];
  const speak = [say('up', { v: 'v' }, 'input'), say('up', { v: up }, 'neuron')];
  const predict = set({ prediction, slope });
  const fromAbove = pulled(chosen);
  const velocity: Formula<N> = (m, n, told) => m.sub(fromAbove(m, n, told), m.mul(n.precision, n.e));
  const continuous = chosen.plasticity === 'continuous';
  const relax: Phase<N> = {
    ...{ name: 'relax', steps: chosen.steps, stepSize: chosen.stepSize },
    begins: [
      set({ v: (_, n) => n.target }, 'output'),
      set({ precision: 1 }),
      set({ precision: 1 / chosen.outputVariance }, 'output'),
    ],
    talk: [
      ...(chosen.predictions === 'frozen' ? [] : [...speak, predict]),
      set({ e: (m, n) => m.sub(n.v, n.prediction) }),
      say('down', { e: delta }, 'neuron'),
    ],
    moves: [...(continuous ? [adapt(terms)] : []), move({ v: velocity }, 'inner')],
    ends: continuous ? [] : [learn(terms)],
  };
  const talk = [set({ v: (_, n) => n.stimulus }, 'input'), predict, set({ v: 'prediction' }), ...speak];
  return rule({
    name: 'pc',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'sweep', state: 'v' },
    phases: [{ name: 'sweep', order: 'up', talk }, relax],
    energy: (m, n) => m.mul(0.5, n.precision, n.e, n.e),
  });
}

export const pc = family({
  name: 'pc',
  summary: 'predictive coding: values settle between predictions from below and errors from above',
  source: 'Whittington and Bogacz 2017, Neural Computation 29(5)',
  options: pcOptions,
  of: predictiveCoding,
});
