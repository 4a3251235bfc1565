import { type Chosen, family } from './family.js';
import type { Formula, Phase, Statement, Term } from './rule.js';
import { words } from './words.js';

type N = { state: 's' | 'free'; says: { up: 's'; down: 's' } };
const { say, set, move, learn, rule } = words<N>();

const options = {
  nudging: {
    kind: 'choice',
    choices: ['one-sided', 'symmetric'],
    default: 'one-sided',
    help: 'outputs are nudged once, or once each way from where they were free',
  },
  beta: { kind: 'number', least: 0, above: true, default: 0.5, help: 'how strongly outputs are nudged' },
  freeSteps: { kind: 'count', least: 1, default: 20, help: 'Euler steps of the free phase' },
  nudgedSteps: { kind: 'count', least: 1, default: 4, help: 'Euler steps of a nudged phase' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.5, help: 'of a step, in tau' },
} as const;

/** rho(s), as it goes down. */
const felt: Formula<N> = (m, n) => m.mul(n.f(n.s), n.gate('s'));

/** rho(s) below times rho(s) here. */
const product: Term<N, 'up'> = { pre: (_, heard) => heard.s, post: felt };

const counted = (gain: number): Statement<N> => learn({ up: [{ gain, ...product }] });

interface Given {
  readonly name: string;
  /** How strongly outputs are drawn to their targets. */
  readonly beta: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly begins: readonly Statement<N>[];
  readonly ends: readonly Statement<N>[];
}

/** ds/dt = rho'(s) (W rho(s) below + W^T rho(s) above + bias) - s - beta dC/ds, kept from 0 to 1. */
const phase = ({ beta, ...given }: Given): Phase<N> => ({
  ...given,
  talk: [
    say('up', { s: 's' }, 'input'),
    say('up', { s: (_, n) => n.f(n.s) }, 'neuron'),
    say('down', { s: felt }, 'neuron'),
  ],
  moves: [
    move({
      s: (m, n) =>
        m.sub(m.sub(m.mul(n.df(n.s), m.add(n.in('s'), n.apical.s)), n.s), m.mul(beta, n.errorAt(n.s))),
    }),
    set({ s: (m, n) => m.clip(n.s, 0, 1) }),
  ],
});

/**
 * Equilibrium propagation: E = sum of 1/2 s^2 - rho(s) (W rho(s) below + bias). What synapses learn is the difference of
 * rho(s) rho(s) between the nudged and the free state, over beta.
 */
export const ep = family({
  name: 'ep',
  summary: 'equilibrium propagation: a network that settles freely, and again with its outputs nudged',
  source: 'Scellier and Bengio 2017, Frontiers in Computational Neuroscience 11:24',
  options,
  of: ({ nudging, beta, freeSteps: free, nudgedSteps: nudged, stepSize }: Chosen<typeof options>) => {
    const symmetric = nudging === 'symmetric';
    const gain = 1 / (symmetric ? 2 * beta : beta);
    const begins = [set({ s: (_, n) => n.stimulus }, 'input'), set({ s: 0 })];
    const rest = { stepSize, steps: nudged };
    const back = {
      ...rest,
      name: 'nudged back',
      beta: -beta,
      begins: [set({ s: 'free' })],
      ends: [counted(gain)],
    };
    return rule({
      name: 'ep',
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      answer: { phase: 'free', state: 's' },
      phases: [
        phase({
          ...{ name: 'free', beta: 0, steps: free, stepSize, begins },
          ends: [set({ free: 's' }), ...(symmetric ? [] : [counted(gain)])],
        }),
        phase({ ...rest, name: 'nudged', beta, begins: [], ends: [counted(-gain)] }),
        ...(symmetric ? [phase(back)] : []),
      ],
      energy: (m, n) => m.sub(m.mul(0.5, n.s, n.s), m.mul(n.f(n.s), n.in('s'))),
    });
  },
});
