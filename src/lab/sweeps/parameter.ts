import { z } from 'zod';
import { choose, refuse } from '../../errors.js';
import { asObject, read, show } from '../../schema.js';
import type { Range, Value } from './scale.js';
import { scales } from './scales.js';

/** Values of other parameters, of which one of those listed has to be there. */
export type Condition = Readonly<Record<string, readonly Value[]>>;

/** A parameter that a sweep searches. */
export interface Parameter {
  /** The field of the configuration, dotted where it is nested. */
  readonly name: string;
  readonly range: Range;
  /** For a grid: how many of its values. */
  readonly points: number | undefined;
  /** It is there only where others have these values. */
  readonly when: Condition;
}

const points = z
  .int('a whole number of at least 1')
  .min(1, 'a whole number of at least 1')
  .max(100_000, 'at most 100000 points')
  .optional();
const when = z
  .record(z.string(), z.unknown(), 'an object: parameter, and value or list of values')
  .optional();

/** Reads a parameter; a plain list is a choice of its entries. @throws {InputError} naming the field */
export function parameterOf(where: string, name: string, given: unknown): Parameter {
  const object = Array.isArray(given) ? { scale: 'choice', values: given } : asObject(where, given);
  const { scale: asked = 'values' in object ? 'choice' : undefined } = object as { readonly scale?: unknown };
  if (typeof asked !== 'string') {
    const expected = `one of ${Object.keys(scales).join(', ')}`;
    refuse({
      where: `${where}.scale`,
      got: show(asked),
      expected: asked === undefined ? `${expected} (required)` : expected,
    });
  }
  const scale = choose(`${where}.scale`, scales, asked);
  const schema = z.strictObject({ scale: z.string().optional(), points, when, ...scale.shape });
  const { points: count, when: condition = {}, ...ends } = read(where, schema, object);
  const lists = Object.entries(condition).map(([other, value]) => [
    other,
    Array.isArray(value) ? value : [value],
  ]);
  return {
    name,
    range: scale.range(where, ends as never),
    points: count as number | undefined,
    when: Object.fromEntries(lists),
  };
}
