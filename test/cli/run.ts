import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtCommandLine } from './build.js';

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command needs beside its arguments. */
export interface RunOptions {
  /** Added to the environment, from which every variable of ours is taken out. */
  readonly env?: NodeJS.ProcessEnv;
  /** Runs the sources themselves, as `npm start` does, which takes longer to begin. */
  readonly sources?: boolean;
  /** Gives it a process group of its own, as a terminal does: a signal can then be sent to it and all it starts. */
  readonly group?: boolean;
  /** A file that standard output goes to instead. */
  readonly stdout?: string;
  /** Called with the process once it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with all of standard error so far, each time there is more. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const ours = ['RELAXON_DATA', 'RELAXON_MIRROR', 'FORCE_COLOR', 'NODE_OPTIONS', 'VITEST'];

/** No command of the tests takes so long, in ms: one that does hangs. */
const patience = 150_000;

// The machine the suite is sized for has two cores.
const atOnce = 2;
const waiting: (() => void)[] = [];
let running = 0;

const fromSources = ['--import', 'tsx', 'src/cli/main.ts'];
let main: string | undefined;
function built(): string {
  main ??= builtCommandLine(root);
  return main;
}

/** Runs the command line in a process of its own; at most two at once. */
export async function relaxon(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  if (running === atOnce) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    return await start(args, options);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function start(args: readonly string[], options: RunOptions): Promise<Ended> {
  const { env, onStart, onStderr } = options;
  const output = options.stdout === undefined ? 'pipe' : openSync(options.stdout, 'w');
  const inherited = Object.entries(process.env).filter(([name]) => !ours.includes(name));
  const child = spawn(process.execPath, [...(options.sources ? fromSources : [built()]), ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['ignore', output, 'pipe'],
    detached: options.group ?? false,
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, child);
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      if (typeof output === 'number') closeSync(output);
      done({ code, signal, stdout, stderr });
    });
  });
}

/** Runs the command line at a terminal of its own, as util-linux's `script` makes one. @param hear gets all that it said so far */
export function relaxonAtTerminal(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  hear: (text: string) => void,
): Promise<void> {
  const quoted = [process.execPath, built(), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', quoted, '/dev/null'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    hear(text);
  });
  return new Promise((done) => void child.on('close', () => done()));
}
