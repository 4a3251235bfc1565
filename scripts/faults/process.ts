import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  /** From its start to its end, in ms. */
  readonly took: number;
}

/** What happens in a process at one of its calls of the file system. */
export interface Fault {
  readonly kind: 'count' | 'kill' | 'torn' | 'full';
  /** Which call, from 1. */
  readonly at: number;
  /** Where their number goes. */
  readonly counts: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const preload = fileURLToPath(new URL('preload.cjs', import.meta.url));
/** A command that takes longer, in ms, hangs. */
const patience = 120_000;
let faults = 0;

/** Starts commands of the compiled command line `main`, which write into a folder of their own. */
export class Commands {
  constructor(
    private readonly main: string,
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  start(args: readonly string[], fault?: Fault): Running {
    const began = performance.now();
    const options = fault ? ['--require', this.faultFile(fault)] : [];
    const child = spawn(process.execPath, [...options, this.main, ...args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1', ...this.env },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: patience,
      killSignal: 'SIGABRT',
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    const ended = new Promise<Ended>((done, failed) => {
      child.on('error', failed);
      child.on('close', (code, signal) => {
        if (signal === 'SIGABRT') failed(new Error(`${args.join(' ')} hangs`));
        else done({ code, stderr, took: performance.now() - began });
      });
    });
    return { child, ended };
  }

  run(args: readonly string[], fault?: Fault): Promise<Ended> {
    return this.start(args, fault).ended;
  }

  private faultFile(fault: Fault): string {
    const path = join(this.folder, `fault-${faults++}.cjs`);
    writeFileSync(path, `require(${JSON.stringify(preload)})(${JSON.stringify(fault)});\n`);
    return path;
  }
}

/** Waits until no process has a path below `folder` among its arguments: what was started by one that was killed ends, too. */
export async function untilGone(folder: string): Promise<void> {
  while (processesOf(folder).length > 0) await setTimeout(20);
}

/** Puts somebody else's results beside a command's, as soon as there is a folder for both. @returns how to end waiting */
export function putBeside(path: string): () => void {
  const put = () => {
    if (!existsSync(dirname(dirname(path)))) return;
    clearInterval(timer);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'of three days');
  };
  const timer = setInterval(put, 1);
  return () => clearInterval(timer);
}

function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')
        .some((word) => word.startsWith(folder));
    } catch {
      return false;
    }
  });
}
