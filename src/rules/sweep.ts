import type { Names, Phase } from './rule.js';
import { words } from './words.js';

/** Names of the forward sweep: every rule that begins with one has them. */
export interface SweepNames extends Names {
  readonly state: 'rate' | 'slope';
  readonly says: { readonly up: 'rate' };
}

const { say, set } = words<SweepNames>();

/** The forward sweep: rate = f(W rate below + bias), slope = f' there; a neuron answers once it has heard from all below. */
export const sweep: Phase<SweepNames> = {
  name: 'sweep',
  order: 'up',
  talk: [
    set({ rate: (_, n) => n.stimulus }, 'input'),
    set({ rate: (_, n) => n.f(n.in('rate')), slope: (m, n) => m.mul(n.df(n.in('rate')), n.gate('rate')) }),
    say('up', { rate: 'rate' }),
  ],
};
