import { InvalidArgumentError } from 'commander';

/** Reads a number from the command line. @throws {InvalidArgumentError} that the command line reports */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected a number.`);
  }
  return value;
}

/** Reads a whole number from the command line. @throws {InvalidArgumentError} that the command line reports */
export function whole(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value)) {
    throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected a whole number.`);
  }
  return value;
}

/** The entries that were given: an option that was not keeps its default elsewhere. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Reads a whole number of at least 1. @throws {InvalidArgumentError} that the command line reports */
export function positive(text: string): number {
  const value = whole(text);
  if (value < 1) throw new InvalidArgumentError(`Got ${value}, expected a whole number of at least 1.`);
  return value;
}
