import { expect } from 'vitest';

/** What differs from time to time or reader to reader, as a page shows it, and what may stand there. */
const changing: readonly (readonly [shown: RegExp, printed: (text: string) => string])[] = [
  [/^\.\.\.$/, () => '.*'],
  [/^"[^"]*"$/, () => '"[^"]*"'],
  // A place: the name of the file itself stays.
  [/^\/[\w./-]+$/, (path) => `\\S*/${plain(path.slice(path.lastIndexOf('/') + 1))}`],
  [/^[0-9a-f]{12}$/, () => '[0-9a-f]{12}'],
  [/^\d[\d.e+-]*$/, () => '[\\d.e+-]+'],
];
const anyOf = /(\.\.\.|"[^"]*"|(?<!\S)\/[\w./-]+|\b[0-9a-f]{12}\b|\b\d[\d.e+-]*\b)/;

const plain = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A line as a page shows it, as a pattern of what is printed. */
function patternOf(line: string): RegExp {
  const parts = line
    .split(anyOf)
    .map((part) => changing.find(([shown]) => shown.test(part))?.[1](part) ?? plain(part));
  return new RegExp(`^${parts.join('')}$`, 'm');
}

/** Each line that a page shows was printed, but for what changes. A refusal is one line, which the page may have folded. */
export function expectShown(said: string, lines: readonly string[]): void {
  const folded = lines[0].startsWith('relaxon: ') ? [lines.join(' ')] : lines;
  for (const line of folded) expect(said).toMatch(patternOf(line));
}
