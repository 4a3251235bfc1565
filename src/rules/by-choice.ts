import { type Choice, learnersOf, type Place } from './choice.js';
import type { Meant, Names, Path, Statement, Term, Terms } from './rule.js';

/** Whether places may choose otherwise than others. */
const differs = ({ all }: Choice<unknown>): boolean => all.length > 1;

/** What follows from a choice. */
export function mapped<V, W>({ default: first, all, at }: Choice<V>, of: (value: V) => W): Choice<W> {
  const known = new Map(all.map((value) => [value, of(value)]));
  return { default: known.get(first)!, all: [...known.values()], at: (place) => known.get(at(place))! };
}

/** Several choices as one, of all combinations: the first changes slowest. */
export function together<V extends object>(choices: { readonly [K in keyof V]: Choice<V[K]> }): Choice<V> {
  const names = Object.keys(choices) as (keyof V)[];
  const all = names.reduce<Partial<V>[]>(
    (some, name) => some.flatMap((one) => choices[name].all.map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as V[];
  const at: Choice<V>['at'] = (node) =>
    all.find((one) => names.every((name) => one[name] === choices[name].at(node)))!;
  return { default: all[0], all, at };
}

/** A statement for each choice that nodes may make, of those that make it. @param of undefined: they do nothing */
export const byNode = <N extends Names, V>(
  choice: Choice<V>,
  of: (value: V) => Statement<N> | undefined,
): Statement<N>[] =>
  choice.all.flatMap((value) => {
    const one = of(value);
    if (!one) return [];
    return [differs(choice) ? { ...one, at: (node) => choice.at(node) === value } : one];
  });

/** What synapses of `up` learn for each choice that they, or biases, may make. @param change learn, or adapt */
export const bySynapses = <N extends Names, V>(
  choice: Choice<V>,
  change: (terms: Terms<N>) => Statement<N>,
  of: (value: V) => Term<N, 'up'>,
): Statement<N>[] =>
  choice.all.map((value) => {
    const term = of(value);
    const learnt = differs(choice) ? { ...term, at: (place: Place) => choice.at(place) === value } : term;
    return {
      ...change({ up: [learnt] } as object as Terms<N>),
      ...(differs(choice) && whereLearners(choice, value)),
    };
  });

/** Of those of whom any synapses, or the biases, choose a value. */
const whereLearners = <V>(choice: Choice<V>, value: V): Pick<Meant, 'at'> => ({
  at: (node) => learnersOf(node).some((one) => choice.at(one) === value),
});

/** What carries messages down, where nodes may differ in that. */
export const carriedBy = (carriers: Choice<Path>, inputs: boolean): Path => ({
  ...carriers.default,
  ...(inputs && { inputs }),
  ...(differs(carriers) && { by: carriers }),
});
