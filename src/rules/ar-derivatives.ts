import type { arOptions } from './ar-options.js';
import type { ByNode } from './choice.js';
import type { Chosen } from './family.js';
import type { Formula, Phase } from './rule.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

/** Names of Activation Relaxation. */
export type ArNames = {
  state: 'rate' | 'slope' | 'current' | 'error' | 'x';
  says: { up: 'rate' | 'x'; down: 'x' | 'delta' };
};

type Same = Chosen<typeof arOptions>;
/** What nodes may choose otherwise than others. */
type Differing = 'feedback' | 'derivative' | 'updateDerivative';

export type ArChoice = Omit<Same, Differing> & { readonly [C in Differing]: ByNode<Same[C]> };
export type Derivative = Same['derivative'];

const { say, set } = words<ArNames>();

/** The sweep. Where activities go up later, too, those of the sweep stand until the first of them arrives. */
export function sweepSaying(moving: boolean): Phase<ArNames> {
  const said = say('up', { rate: 'rate', ...(moving && { x: 'rate' }) });
  return { ...sweep, talk: [...sweep.talk.slice(0, -1), set({ x: 'rate' }, 'all'), said] };
}

/** x times f' where the forward sweep left it, or where x is now, or x alone. */
export const times: Readonly<Record<Derivative, Formula<ArNames>>> = {
  frozen: (m, n) => m.mul(n.x, n.slope),
  current: (m, n) => m.mul(n.x, n.current),
  none: (_, n) => n.x,
};

/** f' at the pre-activation that a key makes, with the bias in it or without. */
export function slopeOf(key: 'rate' | 'x', bias: ArChoice['bias']): Formula<ArNames> {
  const included = bias === 'included';
  return (m, n) => m.mul(n.df(included ? n.in(key) : n.basal[key]), n.gate(key));
}
