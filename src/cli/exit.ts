import { CommanderError } from 'commander';
import { InputError, printable, RelaxonError } from '../errors.js';
import { Interrupted } from '../lab/runs/interrupted.js';
import { Stopped } from './interrupt.js';

/** 0 ok, 1 failed, 2 bad usage or input, 130 interrupted. */
export function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted || error instanceof Stopped) return 130;
  return error instanceof InputError ? 2 : 1;
}

/** What to tell the user: one line for what we foresaw, the whole stack for what we did not. */
export function errorText(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined;
  if (error instanceof RelaxonError) return `relaxon: ${error.message}`;
  const stack = String(error instanceof Error ? error.stack : error).split('\n', stackLines);
  return `relaxon: unexpected error: ${stack.map((line) => printable(line)).join('\n')}`;
}

/** As much of a stack as anyone needs, in lines. */
const stackLines = 30;
