import type { RandomStream } from './random.js';

/** Numbers by the names of parameters. */
export type Settings = Readonly<Record<string, number>>;

/** A distribution on the numbers from 0 on: of times, of time constants. */
export interface Distribution {
  /** Names of its parameters, in the order in which a command line gives them. */
  readonly parameters: readonly string[];
  /** The first parameter that cannot be, and what is expected of it; undefined if all can be. */
  wrong(settings: Settings): { readonly parameter: string; readonly expected: string } | undefined;
  /** Draws one number. */
  draw(stream: RandomStream, settings: Settings): number;
}

/** What is wrong with parameters that have to be finite and above 0. */
export function notAbove0(names: readonly string[], settings: Settings): ReturnType<Distribution['wrong']> {
  const parameter = names.find((name) => !(settings[name] > 0 && settings[name] < Infinity));
  return parameter === undefined ? undefined : { parameter, expected: 'a finite number above 0' };
}
