import type { Formula, Formulas, KeyOf, Names, PathOf, Rule, Say, Statement, Terms, Who } from './rule.js';

/** The value of a state, of a formula, or a constant. */
type Value<N extends Names> = Formula<N> | N['state'] | number;

/** The words in which a rule of these names is written: what it cannot know of does not compile. */
export function words<N extends Names>() {
  return {
    /** They speak on a path; of a list of states, each under its own name. */
    say: <P extends PathOf<N>>(
      path: P,
      values: { readonly [K in KeyOf<N, P>]?: Value<N> },
      who: Who = 'all',
    ): Say<N, P> => ({
      kind: 'say',
      who,
      path,
      values: formulas<N>(values) as Say<N, P>['values'],
    }),
    /** States that follow at once, in the order written. */
    set: (values: { readonly [S in N['state']]?: Value<N> }, who: Who = 'neuron'): Statement<N> => ({
      kind: 'set',
      who,
      values: formulas(values),
    }),
    /** States that move: dx/dt, all of them from the same states; a step adds stepSize times that. */
    move: (values: Formulas<N>, who: Who = 'neuron'): Statement<N> => ({ kind: 'move', who, values }),
    /** Synapses that end at them add to their gradients, which are descended when the presentation is over. */
    learn: (terms: Terms<N>, who: Who = 'neuron'): Statement<N> => ({ kind: 'learn', who, terms }),
    /** The same at once, in continuous time: dw/dt = -rate * gradient; or its trace, low-pass with that time constant in tau. */
    adapt: (terms: Terms<N>, who: Who = 'neuron', lowpass?: number): Statement<N> => ({
      kind: 'adapt',
      who,
      terms,
      lowpass,
    }),
    /** For those who run it: its names checked, and forgotten. */
    rule: (rule: Rule<N>): Rule => rule as unknown as Rule,
  };
}

function formulas<N extends Names>(values: Readonly<Record<string, Value<N> | undefined>>): Formulas<N> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const entries = given.map(([name, value]) => [name, formulaOf(value as Value<N>)]);
  return Object.fromEntries(entries) as Formulas<N>;
}

function formulaOf<N extends Names>(value: Value<N>): Formula<N> {
  if (typeof value === 'function') return value;
  if (typeof value === 'number') return () => value;
  const state: N['state'] = value;
  return (_, neuron) => neuron[state];
}
