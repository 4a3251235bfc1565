import { z } from 'zod';
import { choose, refuse } from '../errors.js';
import { asObject, read, show } from '../schema.js';
import type { Message, MessageKind } from './message.js';
import { count, finite, future, time } from './schemas.js';

const text = z.string('a name');
const plain = { time, source: text, target: text, kind: text, value: finite };
const term = { ...plain, term: count };
const change = z.strictObject({ rate: finite, keep: finite, feedbackRate: finite, feedbackKeep: finite });
const told = z.strictObject({ ...plain, future });

/** What neurons and inputs say, and what each kind of it has to have. */
const schemas: Readonly<Record<string, z.ZodObject>> = {
  activity: z.strictObject(plain),
  moving: z.strictObject(plain),
  course: told,
  feedback: z.strictObject(plain),
  change: z.strictObject(plain),
  trajectory: told,
  learning: z.strictObject(term),
  update: z.strictObject({ ...term, change }),
  forget: z.strictObject(term),
};

/** What goes up, and what goes down. */
export const kindsUp: readonly MessageKind[] = ['activity', 'moving', 'course'];
export const kindsDown: readonly MessageKind[] = ['feedback', 'change', 'trajectory'];

/**
 * A message of a neuron or input, as a log keeps it.
 * @param where what to call it in errors: a file and line
 * @param kinds that it may have
 * @throws {InputError} naming the field
 */
export function readMessage(
  where: string,
  value: unknown,
  kinds: readonly string[] = Object.keys(schemas),
): Message {
  const { kind } = asObject(where, value);
  if (typeof kind !== 'string')
    refuse({ where: `${where}.kind`, got: show(kind), expected: 'the kind of a message' });
  const schema = choose(
    `${where}.kind`,
    Object.fromEntries(kinds.map((name) => [name, schemas[name]])),
    kind,
  );
  const message = read(where, schema, value) as unknown as Message;
  const from = (message as { future?: { origin: number } }).future?.origin ?? 0;
  if (from > message.time) {
    const expected = `at most ${message.time}, when it is said`;
    refuse({ where: `${where}.future.origin`, got: String(from), expected });
  }
  return message;
}
