import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { refuse } from '../../../errors.js';

const run = promisify(execFile);

/** So long may a command of Slurm take, in ms: its controller may be busy, or away. */
const patience = 120_000;

/** What a command of Slurm says. @throws {InputError} where it is not there, or fails, in its own words */
export async function slurm(command: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(command, args, { timeout: patience, maxBuffer: 64 * 2 ** 20 });
    return stdout.trim();
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') {
      const hint = 'a machine of the cluster on which jobs are submitted, or without --slurm';
      return refuse({ where: '--slurm', got: `no command ${command}`, expected: 'Slurm', hint });
    }
    const said = stderr.trim().split('\n').at(-1) || `exit code ${code}`;
    return refuse({ where: `--slurm: ${command}`, got: said, expected: 'Slurm to take it' });
  }
}

/** The same, of what is no more than advice: undefined where there is no answer. */
export async function asked(command: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return await slurm(command, ...args);
  } catch {
    return undefined;
  }
}
