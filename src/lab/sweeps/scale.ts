import type { z } from 'zod';

/** A value of a parameter, as JSON has it. */
export type Value = unknown;

/** The values that a parameter may have, once its ends are known. */
export interface Range {
  /** The value at a place between 0 and 1: uniform places give values that are spread as the scale says. */
  at(place: number): Value;
  /** So many values, from one end to the other, for a grid; undefined where that takes a number of them. */
  points(count: number | undefined): readonly Value[] | undefined;
  /** How many values there are; undefined if they are too many to be listed. */
  readonly size?: number | undefined;
  /** How a plot shows it. */
  readonly axis: 'linear' | 'log' | 'names';
}

/** How a parameter is spread: one file each, and a line in scales.ts. */
export interface Scale<S extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly shape: S;
  /** @throws {InputError} naming the field, where the ends do not fit each other */
  range(where: string, given: z.infer<z.ZodObject<S>>): Range;
}

/** Gives a scale the types of its own fields. */
export const defineScale = <S extends z.ZodRawShape>(scale: Scale<S>): Scale => scale as unknown as Scale;
