import { nearest, refuse } from '../errors.js';
import type { Layout } from '../network/layout.js';

/**
 * How neurons of the event engine speak during the relaxation: `sampled`, at every tick; `trajectory`, once, of all
 * their future; `threshold`, when their activity has moved by a quantum since they last spoke.
 */
export const messagesNames = ['sampled', 'threshold', 'trajectory'] as const;

/** The name of a way to speak. */
export type MessagesName = (typeof messagesNames)[number];

/** By how much an activity moves before its neuron speaks: for all, or by node name. */
export type Quantum = number | Readonly<Record<string, number>>;

/** The quantum of a node; an input that relaxes is heard by nobody, and needs none. */
export const quantumOf = (quantum: Quantum, node: string): number =>
  typeof quantum === 'number' ? quantum : (quantum[node] ?? Infinity);

/** @throws {InputError} on a quantum that is not a finite number above 0 */
export function checkQuantum(where: string, quantum: Quantum): void {
  const all = typeof quantum === 'number' ? [[where, quantum] as const] : entriesOf(where, quantum);
  for (const [name, value] of all) {
    if (value > 0 && value < Infinity) continue;
    refuse({ where: name, got: String(value), expected: 'a finite number above 0' });
  }
}

/** @throws {InputError} unless there is a quantum for every relaxing node and for nothing else */
export function checkQuantumNodes(where: string, quantum: Quantum, { nodes }: Layout): void {
  if (typeof quantum === 'number') return;
  const known = nodes.filter(({ role }) => role === 'relaxing').map(({ name }) => name);
  for (const name of Object.keys(quantum)) {
    if (known.includes(name)) continue;
    const expected = `a node that relaxes: ${known.join(', ')}`;
    refuse({ where, got: JSON.stringify(name), expected, hint: nearest(name, known) });
  }
  const missing = known.find((name) => !(name in quantum));
  if (missing) refuse({ where, got: `none for ${missing}`, expected: 'one for every node that relaxes' });
}

const entriesOf = (where: string, quantum: Readonly<Record<string, number>>) =>
  Object.entries(quantum).map(([name, value]) => [`${where}.${name}`, value] as const);
