import type { FutureColumns, Futures } from '../../math/future-columns.js';
import { numbers } from '../../math/numbers.js';
import { inletOf } from '../../rules/names.js';
import type { Names, Own } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { type FutureSums, someOf, valuesOf } from './future-sums.js';
import { mapStill, ruleFutures, still } from './futures-arithmetic.js';
import type { Population } from './population.js';

/** Where a view reads. */
export interface Place {
  units: Int32Array;
  /** By state: 1 of those that move and are 0 for now, for what draws them is asked. */
  readonly zeros: Uint8Array;
  /** By state: where neurons will be with those that move or follow. */
  readonly courses: readonly (FutureColumns | undefined)[];
  /** By path and key: sums of what moves. */
  readonly sums: Readonly<Record<string, (FutureSums | undefined)[]>>;
}

/** What some neurons know while they work out where they will be: of each what stays, and where it will be with what moves. */
export function viewOf(population: Population, words: Vocabulary, place: Place): Own<Futures, Names> {
  const { states, inlets, bias } = population;
  const activation = () => population.activation!;
  const some = (column: Float64Array): Futures => [someOf(column, place.units)];
  const arrived = (path: string, k: number): Futures =>
    place.sums[path][k]?.of(place.units) ?? [
      Float64Array.from(place.units, (unit) => inlets[path][k].at(unit)),
    ];
  const state = (k: number): Futures => {
    const course = place.courses[k];
    if (place.zeros[k] === 1) return 0;
    return course ? valuesOf(course, place.units) : some(states[k]);
  };
  const own = {
    in: (key: string) => ruleFutures.add(arrived('up', words.paths.up.indexOf(key)), some(bias)),
    gate: () => 1,
    f: (a: Futures) => mapStill(a, (x) => activation().rate(numbers, x)),
    df: (a: Futures) => mapStill(a, (x) => activation().slope(numbers, x)),
    factor: (name: string) => population.formulas.factor(name),
    byDistance: (factor: number) => factor ** population.distance,
    errorAt: (activity: Futures) => errorsAt(population, place.units, activity),
  };
  const reads = (of: object, name: string, get: () => Futures) => Object.defineProperty(of, name, { get });
  for (const name of ['bias', 'stimulus', 'target'] as const) reads(own, name, () => some(population[name]));
  for (const [k, name] of words.states.entries()) reads(own, name, () => state(k));
  for (const [path, keys] of Object.entries(words.paths)) {
    const inlet = {};
    for (const [k, key] of keys.entries()) reads(inlet, key, () => arrived(path, k));
    Object.assign(own, { [inletOf(path)]: inlet });
  }
  return own as unknown as Own<Futures, Names>;
}

function errorsAt({ formulas: { error } }: Population, units: Int32Array, activity: Futures): Futures {
  if (!error) return 0;
  const activities =
    typeof activity === 'number' ? new Float64Array(units.length).fill(activity) : still(activity);
  return [error.ofAll(units, activities)];
}
