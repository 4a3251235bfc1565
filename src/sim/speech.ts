import { refuse } from '../errors.js';
import type { Fineness } from '../neurons/speech.js';
import { type Quantum, quantumOf } from './messages.js';
import type { Relaxation } from './simulator.js';

/** What a relaxation says of how neurons speak. */
export type Speech = Pick<
  Relaxation,
  'messages' | 'quantum' | 'relativeQuantum' | 'anneal' | 'smallestQuantum' | 'flush'
>;

/** What the neurons of a node have to know, of a relaxation with threshold messages. */
export function finenessOf(speech: Speech, node: string): Fineness {
  const { quantum = Infinity, relativeQuantum = 0, anneal = Infinity, smallestQuantum = quantum } = speech;
  return {
    quantum: quantumOf(quantum, node),
    relative: relativeQuantum,
    anneal,
    smallest: quantumOf(smallestQuantum, node),
  };
}

/** The same relaxation, with neurons that speak in the default way. */
export function withoutSpeech(relaxation: Relaxation): Relaxation {
  const { messages, quantum, relativeQuantum, anneal, smallestQuantum, flush, ...plain } = relaxation;
  return plain;
}

/** @throws {InputError} on a way to speak that does not fit itself or the rest of the relaxation */
export function checkSpeech(where: string, relaxation: Relaxation): void {
  const { messages, duration } = relaxation;
  if (messages === 'threshold') checkThreshold(where, relaxation);
  if (messages === 'trajectory' && duration === undefined) {
    const got = 'trajectory without a duration';
    refuse({ where: `${where}.messages`, got, expected: 'one', hint: 'duration 10' });
  }
  if (messages === 'sampled' && duration !== undefined) {
    refuse({ where: `${where}.messages`, got: 'sampled with a duration', expected: 'steps and a step size' });
  }
}

function checkThreshold(where: string, relaxation: Relaxation): void {
  const { quantum, solver } = relaxation;
  if (quantum === undefined) {
    const expected = 'one for threshold messages';
    refuse({ where: `${where}.quantum`, got: 'none', expected, hint: '0.001' });
  }
  checkAnneal(where, relaxation, quantum);
  if (solver !== 'auto') {
    refuse({ where: `${where}.solver`, got: `${solver} with messages threshold`, expected: 'none' });
  }
}

function checkAnneal(where: string, { anneal, smallestQuantum }: Relaxation, quantum: Quantum): void {
  if (anneal === undefined && smallestQuantum === undefined) return;
  if (anneal === undefined || smallestQuantum === undefined) {
    const [given, missing] =
      anneal === undefined ? ['smallestQuantum', 'anneal'] : ['anneal', 'smallestQuantum'];
    refuse({ where: `${where}.${missing}`, got: `none with ${given}`, expected: 'both or neither' });
  }
  const names = [quantum, smallestQuantum].flatMap((q) => (typeof q === 'number' ? [] : Object.keys(q)));
  // With one number for all there are no names to go through.
  for (const name of names.length > 0 ? names : ['']) {
    const [first, last] = [quantumOf(quantum, name), quantumOf(smallestQuantum, name)];
    if (last <= first || last === Infinity) continue;
    const at = `${where}.smallestQuantum${name && `.${name}`}`;
    refuse({ where: at, got: String(last), expected: `at most the quantum, ${first}` });
  }
}
