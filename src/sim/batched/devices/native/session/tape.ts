import type { Entry } from './entry.js';
import type { Step } from './program.js';

/** Steps that were taken down, to be put off again on other tensors. */
export interface Tape {
  readonly steps: readonly Step[];
  /** What each step makes. */
  readonly made: readonly Pick<Entry, 'shape' | 'dtype'>[];
  /** Tensors from outside: which of those that are given, or always this one. */
  readonly feeds: readonly (number | Entry)[];
}

/**
 * @param feeds tensors from outside
 * @param given of these, those that may be others another time
 */
export function tapeOf(
  { steps, outputs }: { readonly steps: readonly Step[]; readonly outputs: readonly Entry[] },
  feeds: readonly Entry[],
  given: readonly Entry[],
): Tape {
  const numbers = new Map(given.map((entry, i) => [entry, i]));
  return {
    steps: [...steps],
    made: outputs.map(({ shape, dtype }) => ({ shape, dtype })),
    feeds: feeds.map((entry) => numbers.get(entry) ?? entry),
  };
}

/** The tensors from outside this time; undefined where one is gone, or two are one. */
export function feedsOf({ feeds }: Tape, given: readonly Entry[]): readonly Entry[] | undefined {
  const all = feeds.map((feed) => (typeof feed === 'number' ? given[feed] : feed));
  const there = all.every(({ freed, real }) => !freed && real !== undefined);
  return there && new Set(all).size === all.length ? all : undefined;
}

/** What the steps make this time. @param wanted steps; what others make is freed from the start */
export function outputsOf({ made }: Tape, wanted: readonly number[]): Entry[] {
  const asked = new Set(wanted);
  return made.map(({ shape, dtype }, place) => {
    return { shape, dtype, real: undefined, place, freed: !asked.has(place) };
  });
}
