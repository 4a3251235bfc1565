import type { Groups } from '../device.js';

/** Of which what is under a name is. */
type Of = { readonly given: number } | { readonly made: number };

/** What lies under which names: one of those given, or of those made; one may lie under several. */
export interface Results {
  readonly groups: readonly string[];
  readonly names: readonly { readonly group: string; readonly name: string; readonly of: Of }[];
}

/** Names, and each once what was made of what lies under them. */
export function resultsOf<T>(
  result: Groups<T>,
  given: readonly T[],
): { results: Results; made: readonly T[] } {
  const made: T[] = [];
  const ofOne = (one: T): Of => {
    if (given.includes(one)) return { given: given.indexOf(one) };
    const index = made.indexOf(one);
    return { made: index < 0 ? made.push(one) - 1 : index };
  };
  const names = Object.entries(result).flatMap(([group, all]) =>
    Object.entries(all).map(([name, one]) => ({ group, name, of: ofOne(one) })),
  );
  return { results: { groups: Object.keys(result), names }, made };
}

/** The same names over what is given and made now. */
export function underNames<T>(
  { groups, names }: Results,
  given: readonly T[],
  made: readonly T[],
): Groups<T> {
  const found = Object.fromEntries(groups.map((group) => [group, {} as Record<string, T>]));
  for (const { group, name, of } of names)
    found[group][name] = 'given' in of ? given[of.given] : made[of.made];
  return found;
}
