import { hills } from './corpus/hills.js';
import { neurons } from './corpus/neurons.js';
import { weather } from './corpus/weather.js';
import { workshop } from './corpus/workshop.js';

/** The built-in text: plain English prose, some 25,000 characters, in small letters and with one space between words. */
export function corpus(): string {
  return [neurons, hills, weather, workshop].join(' ').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The characters of a text, each once, in the order of their codes. */
export function alphabetOf(text: string): string[] {
  return [...new Set(text)].sort();
}

/**
 * Conditional entropy of a character given the one before it, in bits, from how often pairs occur in the text itself
 * (C. E. Shannon 1951, "Prediction and entropy of printed English", F2). Whoever looks at one character only cannot
 * predict the next, on average over the text, with a cross-entropy below this; times ln 2 it is in nats, as losses are.
 * 0 of a text without pairs.
 */
export function bigramEntropy(text: string): number {
  const characters = [...text];
  const total = characters.length - 1;
  const pairs = new Map<string, number>();
  const firsts = new Map<string, number>();
  for (let i = 0; i < total; i++) {
    count(pairs, characters[i] + characters[i + 1]);
    count(firsts, characters[i]);
  }
  let bits = 0;
  for (const [pair, n] of pairs) bits -= (n / total) * Math.log2(n / firsts.get([...pair][0])!);
  return bits;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
