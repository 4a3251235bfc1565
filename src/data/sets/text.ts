import { makeText } from '../text/text.js';
import type { BuiltInSet } from './entry.js';

/**
 * The next character of a built-in English text, after sixteen. Given one character, the next has 3.19 bits, or 2.21 nats,
 * of entropy in it (`bigramEntropy`).
 */
export const text: BuiltInSet = {
  about: 'next characters of an English text, built in, sequences of 16 one-hot characters',
  make: () => makeText(),
};
