import { z } from 'zod';
import { nearest, refuse } from '../errors.js';

/** By how much an activity moves before its neuron speaks: for all, or by node name. */
export type Quantum = number | Readonly<Record<string, number>>;

/** The quantum of a node; an input that relaxes is heard by nobody, and needs none. */
export const quantumOf = (quantum: Quantum, node: string): number =>
  typeof quantum === 'number' ? quantum : (quantum[node] ?? Infinity);

const above0 = 'a finite number above 0';
const one = z.number(above0).positive(above0);
const each = z.record(z.string(), one, `${above0}, or one for each node that relaxes`);

/** Records are read without it, and no word is said. */
const unread = '__proto__';

/** A quantum: a finite number above 0, or one for each of some nodes. */
export const quantumSchema: z.ZodType<Quantum> = z.unknown().transform((value, context) => {
  const named = typeof value === 'object' && value !== null;
  if (named && Object.hasOwn(value, unread)) {
    context.issues.push({ code: 'custom', path: [unread], message: 'the name of a node', input: value });
    return z.NEVER;
  }
  const read = (named ? each : one).safeParse(value);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) {
    context.issues.push({ code: 'custom', path, message, input: value });
  }
  return z.NEVER;
});

/** @param known nodes that relax @throws {InputError} unless there is a quantum for each of them and for nothing else */
export function checkQuantumNodes(where: string, quantum: Quantum, known: readonly string[]): void {
  if (typeof quantum === 'number') return;
  for (const name of Object.keys(quantum)) {
    if (known.includes(name)) continue;
    const expected = `a node that relaxes: ${known.join(', ')}`;
    refuse({ where, got: JSON.stringify(name), expected, hint: nearest(name, known) });
  }
  const missing = known.find((name) => !Object.hasOwn(quantum, name));
  if (missing) refuse({ where, got: `none for ${missing}`, expected: 'one for every node that relaxes' });
}
