import { expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';

/** What `work` refuses with; fails unless that is an `InputError` of one line. */
export function refusal(work: () => unknown): string {
  let caught: unknown;
  try {
    work();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(InputError);
  const { message } = caught as InputError;
  expect(message).not.toContain('\n');
  return message;
}

/** What is wrong, an input that has it, and the line that it is refused with. */
export type Cases = readonly (readonly [what: string, input: unknown, line: string])[];

/** One test per case. */
export function refusesAll(read: (input: unknown) => unknown, cases: Cases): void {
  it.each(cases)('%s', (_, input, line) => {
    expect(refusal(() => read(input))).toBe(line);
  });
}
