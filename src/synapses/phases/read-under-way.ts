import { z } from 'zod';
import type { FutureColumnsState } from '../../math/future-columns.js';
import { count, finite, flagsOf, numbersOf, time } from '../../messages/schemas.js';
import { readValue } from '../../schema.js';
import type { Line, UnderWay } from './line.js';

/** So many futures, side by side. */
export const futuresOfSize = (size: number): z.ZodType<FutureColumnsState> =>
  z.strictObject({
    origins: numbersOf(size),
    columns: z.array(numbersOf(size), 'a list of columns').min(1, 'a column of constants'),
  });

/** Futures side by side, one at least. */
export const someFutures = z
  .custom<FutureColumnsState>(
    (some) => (some as FutureColumnsState | undefined)?.origins instanceof Float64Array,
    'futures',
  )
  .refine(
    (some) => some.origins.length > 0 && futuresOfSize(some.origins.length).safeParse(some).success,
    'futures',
  );

/** How many phases ago that was foretold which is under way; 0 where it still is to come. */
const age = count.optional();

/** What one neuron has said, plain. */
export interface One {
  readonly age?: number | undefined;
  readonly keys: readonly number[];
  readonly pre: number;
  readonly values: readonly number[];
}

/** @param phases how many with futures are over on its line */
export const oneOf = (
  { keys, speakers, values, foretold }: UnderWay,
  speaker: number,
  phases: number,
): One => ({
  keys: [...keys],
  pre: speakers[speaker],
  values: values.map((column) => column[speaker]),
  ...(foretold !== undefined && { age: phases - foretold }),
});

export const messageOf = ({ keys, pre, values, age }: One, phases: number): UnderWay => ({
  keys,
  speakers: Int32Array.of(pre),
  values: values.map((value) => Float64Array.of(value)),
  ...(age !== undefined && { foretold: phases - age }),
});

/** Whether it is what one neuron has said. */
export const isOne = (what: unknown): boolean => typeof what === 'object' && what !== null && 'pre' in what;

/** Whether it is where some neurons will be. */
export const isForetold = (what: unknown): boolean =>
  typeof what === 'object' && what !== null && 'futures' in what;

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
  const values = z.array(finite, 'a list of numbers');
  return z.strictObject({ keys: keysOf(line), pre, values, age, ...more });
}

function speakersOf(line: Line) {
  const units = unitsOf(line);
  return z.custom<Uint32Array>(
    (some) => some instanceof Uint32Array && some.every((unit) => unit < units),
    `units below ${units}`,
  );
}

/** A message to all synapses of its speakers. @throws {InputError} on what is none */
export function readWhole(where: string, line: Line, what: unknown) {
  const schema = z
    .strictObject({
      keys: keysOf(line),
      speakers: speakersOf(line),
      values: z.array(z.custom<Float64Array>((some) => some instanceof Float64Array, 'numbers')),
    })
    .refine(
      ({ speakers: { length }, values }) =>
        values.every((column) => numbersOf(length).safeParse(column).success),
      'a finite number of each speaker',
    );
  return readValue(`${where}: message`, matching(schema), what);
}

/** The same of where its speakers will be. @throws {InputError} on what is none */
export function readForetold(where: string, line: Line, what: unknown) {
  const schema = z
    .strictObject({
      keys: keysOf(line),
      speakers: speakersOf(line),
      futures: z.array(someFutures, 'futures by key'),
      age: count,
    })
    .refine(({ keys, futures }) => keys.length === futures.length, 'futures for each key')
    .refine(
      ({ speakers: { length }, futures }) => futures.every(({ origins }) => origins.length === length),
      'a future of each speaker',
    );
  return readValue(`${where}: message`, schema, what);
}

/** One on its way from synapse to synapse. @throws {InputError} on what is none */
export function readOne(where: string, line: Line, posts: number, what: unknown) {
  const reached = count.max(posts, `at most ${posts}`);
  return readValue(`${where}: message`, matching(oneSchema(line, { said: time, reached })), what);
}

/** One of most of a population, on its way from tick to tick. @throws {InputError} on what is none */
export function readPacket(where: string, line: Line, posts: number, what: unknown) {
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
