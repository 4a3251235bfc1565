import { type ChildProcess, fork } from 'node:child_process';
import { type FromRun, readFromRun, type ToRun } from './messages.js';
import { PARENT_VARIABLE } from './parent.js';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

/** How much of a process's standard error is kept, in characters. */
const kept = 16_384;

/** Processes of the command line, each of which does one thing and reports to this one. None outlives this one. */
export class Processes {
  private readonly running = new Set<ChildProcess>();
  private readonly killAll = () => {
    for (const child of this.running) child.kill('SIGKILL');
  };

  /** @param program the command line's entry point; Node's own options are those of this process */
  constructor(private readonly program: string) {
    // A process that is killed itself comes past here no more: then those it started see the channel close.
    process.on('exit', this.killAll);
  }

  /** Starts one. @returns how it ended; nothing is heard of it after that */
  async run(args: readonly string[], hear: (message: FromRun) => void): Promise<Ended> {
    const env = { ...process.env, [PARENT_VARIABLE]: '1' };
    let child: ChildProcess;
    try {
      child = fork(this.program, args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    } catch (error) {
      return notStarted(error);
    }
    this.running.add(child);
    const ended = await endOf(child, hear);
    this.running.delete(child);
    return ended;
  }

  /** Asks all to save and stop. */
  stop(): void {
    const message: ToRun = { kind: 'stop' };
    // One that is ending hears nothing any more.
    for (const child of this.running) child.send(message, () => {});
  }

  /** Call it in a `finally`. */
  dispose(): void {
    process.off('exit', this.killAll);
    this.killAll();
  }
}

function endOf(child: ChildProcess, hear: (message: FromRun) => void): Promise<Ended> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-kept);
  });
  child.on('message', (message) => {
    const read = readFromRun(message);
    if (read) hear(read);
  });
  return new Promise((done) => {
    // What it last said may come after its end, and its end after what it last said.
    let open = 2;
    const close = () => {
      if (--open === 0) done({ code: child.exitCode, signal: child.signalCode, stderr });
    };
    child.once('close', close);
    child.once('disconnect', close);
    child.once('error', (error) => done(notStarted(error)));
  });
}

// The system had no process to give.
function notStarted(error: unknown): Ended {
  return { code: null, signal: null, stderr: String(error) };
}
