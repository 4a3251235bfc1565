import type { z } from 'zod';
import type { Values } from './conditions.js';
import type { Parameter } from './parameter.js';

/** So many of the best trials go on, to so many epochs. */
export interface Rung {
  readonly trials: number;
  /** Undefined: as the configuration of each says. */
  readonly epochs: number | undefined;
}

/** What a strategy wants to be tried: parameters of all trials, and how far each is trained. */
export interface Search {
  readonly trials: readonly Values[];
  /** The first is of all trials. */
  readonly rungs: readonly Rung[];
}

/** How a sweep searches: one file each, and a line in strategies.ts. */
export interface Strategy<S extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly shape: S;
  /**
   * The same options and parameters always give the same trials.
   * @param parameters each after those that its condition is on
   * @throws {InputError} naming the field
   */
  search(where: string, options: z.infer<z.ZodObject<S>>, parameters: readonly Parameter[]): Search;
}

/** Gives a strategy the types of its own fields. */
export const defineStrategy = <S extends z.ZodRawShape>(strategy: Strategy<S>): Strategy =>
  strategy as unknown as Strategy;

/** All trials, once, to the end. */
export const once = (trials: readonly Values[]): Search => ({
  trials,
  rungs: [{ trials: trials.length, epochs: undefined }],
});
