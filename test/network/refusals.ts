import { expect } from 'vitest';
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
