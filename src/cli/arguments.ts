import { InvalidArgumentError } from 'commander';

/**
 * Makes a reader of numbers for commander.
 * @throws {InvalidArgumentError} that the command line reports, unless the number is one of the expected
 */
function reader(expected: string, fits: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (fits(value)) return value;
    throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected ${expected}.`);
  };
}

/** Reads a number. */
export const number = reader('a number', (value) => !Number.isNaN(value));

/** Reads a finite number of at least 0. */
export const atLeast0 = reader('a finite number of at least 0', (value) => value >= 0 && value < Infinity);

/** Reads a finite number above 0. */
export const above0 = reader('a finite number above 0', (value) => value > 0 && value < Infinity);

/** Reads a whole number. */
export const whole = reader('a whole number', Number.isSafeInteger);

/** Reads a whole number of at least 0. */
export const natural = reader('a whole number of at least 0', (n) => Number.isSafeInteger(n) && n >= 0);

/** Reads a whole number of at least 1. */
export const positive = reader('a whole number of at least 1', (n) => Number.isSafeInteger(n) && n >= 1);

/**
 * Reads values by the names of nodes, `NAME=...;NAME=...`; undefined where a part has no name.
 * @throws {InvalidArgumentError} on a name that stands there twice, and as `read`
 */
export function byNode<V>(
  text: string,
  separator: string,
  read: (text: string) => V,
): Readonly<Record<string, V>> | undefined {
  const all = new Map<string, V>();
  for (const part of text.split(separator)) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 0 || name === '') return undefined;
    if (all.has(name)) {
      throw new InvalidArgumentError(`Got ${JSON.stringify(name)} twice, expected each name once.`);
    }
    all.set(name, read(part.slice(at + 1)));
  }
  return Object.fromEntries(all);
}

/** Reads numbers of at least 0 by the names of nodes or parameters, `NAME=X,NAME=X`. */
export function nodeNumbers(text: string): Readonly<Record<string, number>> {
  const numbers = byNode(text, ',', atLeast0);
  if (numbers) return numbers;
  throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected NAME=X,NAME=X.`);
}

/** Reads names, `NAME,NAME`; whoever looks them up refuses those that are none. */
export const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

/** The option that commander keeps under `key`: `--batch-size` of `batchSize`. */
export function optionName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The entries that were given: an option that was not keeps its default elsewhere. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
