import { expect } from 'vitest';

/** What differs from time to time or reader to reader: numbers, checksums, paths, what is quoted, what is left out. */
const changing = /\.\.\.|"[^"]*"|\/[\w./-]+|\b[0-9a-f]{12}\b|\b\d[\d.e+-]*\b/g;

const plain = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A line as a page shows it, as a pattern of what is printed. */
export function patternOf(line: string): RegExp {
  return new RegExp(`^${line.split(changing).map(plain).join('.*?')}$`, 'm');
}

/** Each line that a page shows was printed, but for what changes. A refusal is one line, which the page may have folded. */
export function expectShown(said: string, lines: readonly string[]): void {
  const folded = lines[0].startsWith('relaxon: ') ? [lines.join(' ')] : lines;
  for (const line of folded) expect(said).toMatch(patternOf(line));
}
