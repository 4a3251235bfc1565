import { refuse } from '../errors.js';

/** Settings by name, as far as they are known; what is undefined has its default. */
export type Settings = Readonly<Record<string, unknown>>;

/** What has to be so for a setting to have any effect. */
export interface Need {
  readonly holds: (settings: Settings) => boolean;
  /** What there is instead, in words. */
  readonly instead: (settings: Settings) => string;
  readonly expected: string;
  readonly hint?: string;
}

/** Needs by the names of the settings that have them; an empty list: it always has an effect. */
export type Needs = Readonly<Record<string, readonly Need[]>>;

/**
 * The one check of settings that would change nothing.
 * @param given names of settings that somebody asked for
 * @param placeOf what errors call a setting
 * @throws {InputError} on the first whose needs are not met
 */
export function refuseIdle(
  needs: Needs,
  given: readonly string[],
  settings: Settings,
  placeOf: (name: string) => string,
): void {
  for (const name of given) {
    const unmet = (needs[name] ?? []).find(({ holds }) => !holds(settings));
    if (!unmet) continue;
    const { expected, hint } = unmet;
    refuse({ where: placeOf(name), got: `it with ${unmet.instead(settings)}`, expected, hint });
  }
}

/** A need of one setting to have a value, or not to be there. */
export function needs(
  setting: string,
  fits: (value: unknown) => boolean,
  standard: string,
  { expected, hint }: Pick<Need, 'expected' | 'hint'>,
): Need {
  return {
    holds: (settings) => fits(settings[setting]),
    instead: (settings) => `${setting} ${settings[setting] ?? standard}`,
    expected,
    ...(hint && { hint }),
  };
}

/** Adds a need to all. */
export function allNeed<K extends string>(
  table: Readonly<Record<K, readonly Need[]>>,
  need: Need,
): Readonly<Record<K, readonly Need[]>> {
  const entries = Object.entries<readonly Need[]>(table).map(([name, before]) => [name, [need, ...before]]);
  return Object.fromEntries(entries) as Record<K, readonly Need[]>;
}
