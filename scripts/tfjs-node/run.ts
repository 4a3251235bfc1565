import { spawnSync } from 'node:child_process';

/** What came of a command. */
export interface Ran {
  readonly ok: boolean;
  readonly out: string;
  /** Why it did not do its work, in a line. */
  readonly reason: string;
}

/** Runs a command to its end. @param env variables beside ours */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Ran {
  const { status, signal, stdout, stderr, error } = spawnSync(command, [...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error)
    return { ok: false, out: '', reason: `${command}: ${missing(error) ? 'not found' : error.message}` };
  const ended = signal ? `ended by ${signal}` : `exit code ${status}`;
  return {
    ok: status === 0,
    out: stdout,
    reason: `${command}: ${tellingLine(`${stdout}\n${stderr}`) ?? ended}`,
  };
}

const missing = (error: Error) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The line that tells what went wrong: the first that calls itself an error, else the last. */
export function tellingLine(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /^(error|fatal|.*\berror:|.*Error:)/i.test(line)) ?? lines.at(-1);
}
