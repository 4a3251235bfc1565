import { z } from 'zod';
import { count, finite, flagsOf, numbersOf, time } from '../../messages/schemas.js';
import { readValue } from '../../schema.js';
import type { Line, UnderWay } from './line.js';

/** What one neuron has said, plain. */
export interface One {
  readonly keys: readonly number[];
  readonly pre: number;
  readonly values: readonly number[];
}

export const oneOf = ({ keys, speakers, values }: UnderWay, speaker: number): One => ({
  keys: [...keys],
  pre: speakers[speaker],
  values: values.map((column) => column[speaker]),
});

export const messageOf = ({ keys, pre, values }: One): UnderWay => ({
  keys,
  speakers: Int32Array.of(pre),
  values: values.map((value) => Float64Array.of(value)),
});

/** Whether it is what one neuron has said. */
export const isOne = (what: unknown): boolean => typeof what === 'object' && what !== null && 'pre' in what;

const unitsOf = ({ said: [first] }: Line): number => first?.length ?? 0;
const keysOf = ({ keys }: Line) =>
  z
    .array(count.max(keys.length - 1, 'the number of a key'), 'a list of keys')
    .min(1, 'a key')
    .refine((some) => new Set(some).size === some.length, 'keys that differ');

/** As many values as keys. */
const matching = <T extends { readonly keys: readonly number[]; readonly values: readonly unknown[] }>(
  schema: z.ZodType<T>,
) => schema.refine(({ keys, values }) => keys.length === values.length, 'a value for each key');

function oneSchema<T extends z.ZodRawShape>(line: Line, more: T) {
  const pre = count.max(unitsOf(line) - 1, 'a neuron that speaks');
  return z.strictObject({ keys: keysOf(line), pre, values: z.array(finite, 'a list of numbers'), ...more });
}

/** A message to all synapses of its speakers. @throws {InputError} on what is none */
export function readWhole(where: string, line: Line, what: unknown) {
  const units = unitsOf(line);
  const speakers = z.custom<Uint32Array>(
    (some) => some instanceof Uint32Array && some.every((unit) => unit < units),
    `units below ${units}`,
  );
  const schema = z
    .strictObject({
      keys: keysOf(line),
      speakers,
      values: z.array(z.custom<Float64Array>((some) => some instanceof Float64Array, 'numbers')),
    })
    .refine(
      ({ speakers: { length }, values }) =>
        values.every((column) => numbersOf(length).safeParse(column).success),
      'a finite number of each speaker',
    );
  return readValue(`${where}: message`, matching(schema), what);
}

/** One on its way from synapse to synapse. @throws {InputError} on what is none */
export function readOne(where: string, line: Line, posts: number, what: unknown) {
  const reached = count.max(posts, `at most ${posts}`);
  return readValue(`${where}: message`, matching(oneSchema(line, { said: time, reached })), what);
}

/** One of most of a population, on its way from tick to tick. @throws {InputError} on what is none */
export function readVolley(where: string, line: Line, posts: number, what: unknown) {
  const units = unitsOf(line);
  const schema = z.strictObject({
    keys: keysOf(line),
    values: z.array(numbersOf(units), 'a list of columns'),
    speaks: flagsOf(units).optional(),
    said: time,
    reached: count.max(units * posts, 'a number of delays'),
  });
  const { keys, values, speaks, said, reached } = readValue(`${where}: message`, matching(schema), what);
  const speakers = Int32Array.from({ length: units }, (_, unit) => unit);
  return { message: { keys, speakers, values }, speaks, said, reached };
}

/** A copy on a wire to one synapse. @throws {InputError} on what is none */
export function readCrossing(where: string, line: Line, posts: number, what: unknown) {
  const schema = oneSchema(line, { number: count, post: count.max(posts - 1, 'a neuron that hears') });
  return readValue(`${where}: message`, matching(schema), what);
}
