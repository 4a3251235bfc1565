import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { secondsText } from '../number-text.js';
import type { Environment } from './environments.js';

/** What came of an environment. */
export type Outcome = 'made' | 'unchanged' | 'failed';

let running: ChildProcess | undefined;
let halfDone: Environment | undefined;

/** For when this process is asked to stop: nothing half done is left. */
export function abandon(): void {
  running?.kill('SIGKILL');
  halfDone?.remove();
}

/**
 * Makes a virtual environment and installs its requirements, unless it is there and they are what they were. Each step is
 * said in a line with its time; an environment that cannot be made leaves only the reason.
 */
export async function install(
  environment: Environment,
  basePython: string,
  say: (line: string) => void,
): Promise<Outcome> {
  const { name, path, python, requirementsFile } = environment;
  if (environment.current) {
    say(`${name}: made before from the same requirements; nothing to do`);
    return 'unchanged';
  }
  environment.remove();
  mkdirSync(dirname(path), { recursive: true });
  halfDone = environment;
  const step = async (text: string, command: string, ...args: string[]) => {
    const { seconds, reason } = await run(command, args);
    say(`${name}: ${text}, ${secondsText(seconds)}${reason === undefined ? '' : `: ${reason}`}`);
    if (reason !== undefined) throw new StepFailed(reason);
  };
  try {
    await step(`virtual environment by ${basePython}`, basePython, '-m', 'venv', path);
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-r', requirementsFile];
    await step(`pip install -r ${requirementsFile}`, python, ...pip);
    environment.markComplete();
    return 'made';
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    environment.markFailed(error.message);
    return 'failed';
  } finally {
    halfDone = undefined;
  }
}

class StepFailed extends Error {}

/** Runs a command to its end. @returns the seconds it took, and why it failed if it did */
function run(
  command: string,
  args: readonly string[],
): Promise<{ seconds: number; reason: string | undefined }> {
  const start = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const end = (reason: string | undefined) => {
      running = undefined;
      resolve({ seconds: (performance.now() - start) / 1000, reason });
    };
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output = (output + data.toString()).slice(-20_000);
      });
    }
    child.on('error', (error) => end(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) end(undefined);
      else end(tellingLine(output) ?? (signal ? `signal ${signal}` : `exit code ${code}`));
    });
  });
}

/** The line that says what went wrong: the last error that pip names, else the last line of all. */
export function tellingLine(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.findLast((line) => /^(ERROR|error)\b/.test(line)) ?? lines.at(-1);
  return telling?.replace(/^(ERROR|error):\s*/, '');
}
