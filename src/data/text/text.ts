import { refuse } from '../../errors.js';
import { type ClassSet, type ClassSplit, sha256 } from '../dataset.js';
import { alphabetOf, corpus } from './characters.js';

/** What to make of a text; the defaults are those of the data set `text`. */
export interface TextOptions {
  readonly text?: string;
  /** Characters that are seen before the one that is to be predicted. */
  readonly steps?: number;
  /** Share of the text, from its beginning, to learn from; what comes after is to be judged by. */
  readonly share?: number;
}

/**
 * Next characters of a text: sequences [steps, alphabet] of one-hot characters, each with the character that follows as its
 * class. There is a sample for every place in the text; none reaches from one part into the other.
 * @throws {InputError} when a part has not `steps` + 1 characters, or there are more than 256 different ones
 */
export function makeText({ text = corpus(), steps = 16, share = 0.9 }: TextOptions = {}): ClassSet {
  if (!(Number.isInteger(steps) && steps > 0))
    refuse({ where: 'text.steps', got: String(steps), expected: 'a whole number above 0' });
  const characters = [...text];
  const alphabet = alphabetOf(text);
  if (alphabet.length > 256)
    refuse({ where: 'text', got: `${alphabet.length} different characters`, expected: 'at most 256' });
  const place = new Map(alphabet.map((character, i) => [character, i]));
  const codes = Uint8Array.from(characters, (character) => place.get(character)!);
  const cut = Math.floor(codes.length * share);
  const part = (from: number, to: number) => sequences(codes.subarray(from, to), steps, alphabet.length);
  const [train, test] = [part(0, cut), part(cut, codes.length)];
  return {
    ...{ name: 'text', classes: alphabet.length, train, test },
    checksum: sha256(train.inputs, train.labels, test.inputs, test.labels),
    verified: true,
    source: 'built in',
  };
}

function sequences(codes: Uint8Array, steps: number, size: number): ClassSplit {
  const count = codes.length - steps;
  if (count < 1) {
    const got = `${codes.length} characters in a part`;
    refuse({ where: 'text', got, expected: `at least ${steps + 1}: ${steps} and the next` });
  }
  const inputs = new Uint8Array(count * steps * size);
  for (let i = 0; i < count; i++)
    for (let step = 0; step < steps; step++) inputs[(i * steps + step) * size + codes[i + step]] = 1;
  return { count, shape: [steps, size], form: 'sequence', inputs, scale: 1, labels: codes.slice(steps) };
}
