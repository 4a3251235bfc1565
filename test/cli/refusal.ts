import { expect } from 'vitest';
import { here } from './here.js';
import { relaxon } from './run.js';

/** Input that is refused: what it is, the command line, and what the one line has to say. */
export interface Refusal {
  readonly what: string;
  readonly args: readonly string[];
  readonly says: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Tried in a process of its own, which takes ten times as long. */
  readonly alone?: boolean;
}

const ended = ({ args, env = {}, alone = false }: Refusal) =>
  alone ? relaxon(args, { env }) : here(args, env);

/** Runs a command that must end with 2 and one line: where, what was got, what was expected. */
export async function expectRefusal(refusal: Refusal): Promise<void> {
  const { says } = refusal;
  const { code, stdout, stderr } = await ended(refusal);
  expect(stderr).toMatch(/^relaxon: [^\n]+: got [^\n]+, expected [^\n]+\.\n$/);
  for (const words of says) expect(stderr).toContain(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

/** The same for a command line that commander itself refuses: its words, with a line of advice after it or none. */
export async function expectUsageError(refusal: Refusal): Promise<void> {
  const { says } = refusal;
  const { code, stdout, stderr } = await ended(refusal);
  expect(stderr).toMatch(/^error: [^\n]+\n(\([^\n]+\)\n)*$/);
  for (const words of says) expect(stderr).toContain(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}
