import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { run } from '../../src/cli/run.js';
import { builtCommandLine } from './build.js';
import type { Ended } from './run.js';

/** The command line as `relaxon` of ./run.ts has it: bundled, since that loads sooner than the sources. */
let loaded: Promise<{ readonly run: typeof run }> | undefined;
function load(): Promise<{ readonly run: typeof run }> {
  const main = builtCommandLine(fileURLToPath(new URL('../..', import.meta.url)));
  return import(pathToFileURL(join(dirname(main), 'run.js')).href);
}

/** Commands that wait for the one before them: they share this process's environment and streams. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line in this process: ten times sooner than in one of its own. For what a command says and writes;
 * what a process does (signals, locks, exit) is tried on one, by `relaxon` of ./run.ts.
 * @param env added to the environment while it runs
 */
export function here(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const next = last.then(() => once(args, { NO_COLOR: '1', RELAXON_DATA: undefined, ...env }));
  last = next.catch(() => {});
  return next;
}

async function once(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  const { exitCode } = process;
  put(Object.entries(env));
  const stdout = hear(process.stdout);
  const stderr = hear(process.stderr);
  try {
    process.exitCode = undefined;
    loaded ??= load();
    const code = (await (await loaded).run(args)) ?? Number(process.exitCode ?? 0);
    return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.end();
    stderr.end();
    put(before);
    process.exitCode = exitCode;
  }
}

function put(variables: Iterable<readonly [name: string, value: string | undefined]>): void {
  for (const [name, value] of variables) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Takes what is written to a stream, in its place. */
function hear(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.findLast((each) => typeof each === 'function') as (() => void) | undefined;
    done?.();
    return true;
  };
  return {
    text: () => text,
    end: () => {
      stream.write = write;
    },
  };
}
