import { epOptions } from './ep-options.js';
import { type Chosen, family } from './family.js';
import type { Formula, Phase, Rule, Signals, Statement } from './rule.js';
import { words } from './words.js';

type N = { state: 's' | 'free'; says: { up: 's'; down: 's' } };
const { say, set, move, learn, rule } = words<N>();
/** How strongly outputs are drawn to their targets. */
type Strength = (signals: Signals) => number;

/** rho(s), as it goes down. */
const felt: Formula<N> = (m, n) => m.mul(n.f(n.s), n.gate('s'));

/** What synapses add up: gain * rho(s) below * rho(s) here. */
const counted = (gain: Strength): Statement<N> =>
  learn({ up: [{ gain, pre: (_, heard) => heard.s, post: felt }] });

/** ds/dt = rho'(s) (W rho(s) below + W^T rho(s) above + bias) - s - beta dC/ds, kept from 0 to 1. */
const settling = (beta: Strength): Pick<Phase<N>, 'talk' | 'moves'> => ({
  talk: [
    say('up', { s: 's' }, 'input'),
    say('up', { s: (_, n) => n.f(n.s) }, 'neuron'),
    say('down', { s: felt }, 'neuron'),
  ],
  moves: [
    move({
      s: (m, n, told) =>
        m.sub(m.sub(m.mul(n.df(n.s), m.add(n.in('s'), n.apical.s)), n.s), m.mul(beta(told), n.errorAt(n.s))),
    }),
    set({ s: (m, n) => m.clip(n.s, 0, 1) }),
  ],
});

/**
 * Equilibrium propagation: E = sum of 1/2 s^2 - rho(s) (W rho(s) below + bias). What synapses learn is the difference of
 * rho(s) rho(s) between the nudged and the free state, over beta.
 */
function equilibriumPropagation(chosen: Chosen<typeof epOptions>): Rule {
  const { nudging, initial, beta, freeSteps, nudgedSteps: steps, stepSize } = chosen;
  const symmetric = nudging === 'symmetric';
  const strength: Strength =
    nudging === 'random-sign' ? ({ draw }) => (draw < 0.5 ? -beta : beta) : () => beta;
  const over = (sign: number) => counted((told) => sign / (symmetric ? 2 * beta : strength(told)));
  const begins = [set({ s: (_, n) => n.stimulus }, 'input'), set({ s: initial === 'zero' ? 0 : 'free' })];
  const ends = [set({ free: 's' }), ...(symmetric ? [] : [over(1)])];
  const back = { begins: [set({ s: 'free' })], ends: [over(1)] };
  return rule({
    name: 'ep',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'free', state: 's' },
    ...(initial === 'persistent' && { keeps: ['free'] }),
    phases: [
      { name: 'free', steps: freeSteps, stepSize, ...settling(() => 0), begins, ends },
      { name: 'nudged', steps, stepSize, ...settling(strength), ends: [over(-1)] },
      ...(symmetric ? [{ name: 'nudged back', steps, stepSize, ...settling(() => -beta), ...back }] : []),
    ],
    energy: (m, n) => m.sub(m.mul(0.5, n.s, n.s), m.mul(n.f(n.s), n.in('s'))),
  });
}

export const ep = family({
  name: 'ep',
  summary: 'equilibrium propagation: a network that settles freely, and again with its outputs nudged',
  source: 'Scellier and Bengio 2017, Frontiers in Computational Neuroscience 11:24',
  options: epOptions,
  of: equilibriumPropagation,
});
