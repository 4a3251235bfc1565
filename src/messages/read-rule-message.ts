import { z } from 'zod';
import { choose, refuse } from '../errors.js';
import { asObject, read, show } from '../schema.js';
import type { MessageKind, RuleMessage } from './message.js';
import { count, finite, future, time } from './schemas.js';

const text = z.string('a name');
const plain = { time, source: text, target: text, kind: text, value: finite };
const taught = z.strictObject({ ...plain, path: text, term: count });

/** Reads what neurons and inputs say under one rule, as a log keeps it. */
export type ReadRuleMessage = (where: string, value: unknown) => RuleMessage;

/**
 * @param said the keys of each message that there can be on a path, by path
 * @returns what reads a message: `where` is what errors call it, a file and line
 */
export function ruleMessageReader(
  said: Readonly<Record<string, readonly (readonly string[])[]>>,
): ReadRuleMessage {
  const kinds: Record<string, Kind> = {};
  for (const [path, all] of Object.entries(said))
    for (const keys of all) kinds[kindOf(path, keys)] = { keys, schema: schemaOf(keys) };
  const teaching: Kind = { keys: [], schema: taught };
  const known = { ...kinds, learn: teaching, adapt: teaching };
  const paths = Object.keys(said);
  return (where, value) => {
    const { kind } = asObject(where, value);
    if (typeof kind !== 'string')
      refuse({ where: `${where}.kind`, got: show(kind), expected: 'the kind of a message' });
    const { keys, schema } = choose(`${where}.kind`, known, kind);
    const message = read(where, schema, value) as unknown as RuleMessage;
    check(where, message, keys, paths);
    return message;
  };
}

/** What a message on a path under some keys is called. */
export const kindOf = (path: string, keys: readonly string[]): MessageKind => `${path}.${keys.join('+')}`;

interface Kind {
  readonly keys: readonly string[];
  readonly schema: z.ZodObject;
}

function schemaOf(keys: readonly string[]): z.ZodObject {
  const each = <T extends z.ZodType>(schema: T) =>
    z.strictObject(Object.fromEntries(keys.map((key) => [key, schema])));
  const values = keys.length > 1 ? { values: each(finite) } : {};
  return z.strictObject({ ...plain, ...values, futures: each(future).optional() });
}

function check(
  where: string,
  { time: said, value, values, futures, path }: RuleMessage,
  [first]: readonly string[],
  paths: readonly string[],
): void {
  if (values && values[first] !== value) {
    const expected = `${values[first]}, as values.${first}`;
    refuse({ where: `${where}.value`, got: String(value), expected });
  }
  for (const [key, { origin }] of Object.entries(futures ?? {})) {
    if (origin <= said) continue;
    const expected = `at most ${said}, when it is said`;
    refuse({ where: `${where}.futures.${key}.origin`, got: String(origin), expected });
  }
  if (path !== undefined && !paths.includes(path))
    refuse({ where: `${where}.path`, got: show(path), expected: `one of ${paths.join(', ')}` });
}
