import { numbers } from '../../math/numbers.js';
import { inletOf } from '../../rules/names.js';
import type { Names, Own } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { type Bending, kinkArithmetic } from './kink-arithmetic.js';
import type { Population } from './population.js';
import { type Future, still } from './trajectory-arithmetic.js';

/** Sums of what arrives, each told from a time on. */
export interface Arriving {
  at(unit: number, time: number): Bending;
}

/** Where a view reads: of one neuron, told from a time on. */
export interface KinkPlace {
  unit: number;
  /** In tau. */
  time: number;
  /** By state: futures of those that move or follow. */
  readonly futures: readonly (Bending[] | undefined)[];
  /** By path and key: sums of what moves. */
  readonly sums: Readonly<Record<string, (Arriving | undefined)[]>>;
}

/** What a neuron knows while it works out where it will be: numbers of what stays, futures of what moves, and its slope. */
export function kinkViewOf(
  population: Population,
  words: Vocabulary,
  place: KinkPlace,
  df: (at: Bending) => Bending,
): Own<Bending, Names> {
  const { states, inlets, bias, stimulus, target, activation } = population;
  const arrived = (path: string, k: number): Bending =>
    place.sums[path][k]?.at(place.unit, place.time) ?? inlets[path][k].at(place.unit);
  const own = {
    in: (key: string) => kinkArithmetic.add(arrived('up', words.paths.up.indexOf(key)), bias[place.unit]),
    gate: () => 1,
    f: (a: Future) => activation!.rate(numbers, still(a)),
    df,
    factor: (name: string) => population.formulas.factor(name),
    byDistance: (factor: number) => factor ** population.distance,
    errorAt: (activity: Future) => population.formulas.error?.at(place.unit, still(activity)) ?? 0,
  };
  const column = (name: string, values: ArrayLike<number>) =>
    Object.defineProperty(own, name, { get: () => values[place.unit] });
  column('bias', bias);
  column('stimulus', stimulus);
  column('target', target);
  for (const [k, name] of words.states.entries())
    Object.defineProperty(own, name, { get: () => (place.futures[k] ?? states[k])[place.unit] });
  for (const [path, keys] of Object.entries(words.paths)) {
    const inlet = {};
    for (const [k, key] of keys.entries()) Object.defineProperty(inlet, key, { get: () => arrived(path, k) });
    Object.assign(own, { [inletOf(path)]: inlet });
  }
  return own as unknown as Own<Bending, Names>;
}
