import { z } from 'zod';
import { nearest, refuse } from './errors.js';

/**
 * Reads `value` as `schema` has it.
 * @throws {InputError} one line naming the field, what was got, what was expected, and the nearest known key
 */
export function read<S extends z.ZodRawShape>(
  where: string,
  schema: z.ZodObject<S>,
  value: unknown,
): z.infer<z.ZodObject<S>> {
  refuseUnknownKeys(where, Object.keys(schema.shape), asObject(where, value));
  return readValue(where, schema, value);
}

/** The same for what need not be an object. @throws {InputError} */
export function readValue<S extends z.ZodType>(where: string, schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (!result.success) refuseIssue(where, result.error.issues[0], value);
  return result.data;
}

/** `value` as a plain object. @throws {InputError} */
export function asObject(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse({ where, got: show(value), expected: 'an object' });
  }
  return value as Record<string, unknown>;
}

/** One of some names. */
export function oneOf<N extends string>(names: readonly N[]): z.ZodEnum<{ [name in N]: name }> {
  return z.enum(names);
}

/** A name of a list, as the list is when it is asked: entries may have been added since. */
export const nameIn = (list: Readonly<Record<string, unknown>>): z.ZodType<string> =>
  z.unknown().check(({ value: input, issues }) => {
    if (typeof input === 'string' && Object.hasOwn(list, input)) return;
    issues.push({ code: 'invalid_value', values: Object.keys(list), input });
  }) as z.ZodType as z.ZodType<string>;

/** A value on one short line, for an error: JSON if it has one. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = textOf(value).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

// What comes from a program rather than a file may have no JSON: a bigint, a function, an object within itself.
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** Some names for an error line: the first dozen, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - 12;
  return more > 0 ? `${names.slice(0, 12).join(', ')} and ${more} more` : names.join(', ');
}

/** @throws {InputError} on a key that is not in `known`, with the nearest one */
export function refuseUnknownKeys(where: string, known: readonly string[], value: object): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    refuse({
      where,
      got: `unknown key ${JSON.stringify(key)}`,
      expected: `only ${known.join(', ')}`,
      hint: near && JSON.stringify(near),
    });
  }
}

function refuseIssue(where: string, issue: z.core.$ZodIssue, root: unknown): never {
  const field = [where, ...issue.path.map(String)].join('.');
  const got = issue.path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown>)?.[key], root);
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    const near = typeof got === 'string' ? nearest(got, names) : undefined;
    refuse({
      where: field,
      got: show(got),
      expected: names.length > 1 ? `one of ${names.join(', ')}` : JSON.stringify(names[0]),
      hint: near && JSON.stringify(near),
    });
  }
  if (issue.code === 'unrecognized_keys') {
    const expected = 'only keys that are known here';
    refuse({ where: field, got: `unknown key ${JSON.stringify(issue.keys[0])}`, expected });
  }
  // Where a schema has no words of its own, zod's would repeat what was got.
  const worded = issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input');
  const expected = worded ? issue.message : issue.expected;
  refuse({ where: field, got: show(got), expected: got === undefined ? `${expected} (required)` : expected });
}
