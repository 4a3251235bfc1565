import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Configuration } from '../../src/lab/configuration.js';
import { type FromWorker, readFromWorker, type ToWorker } from './messages.js';
import type { TrainingRecord } from './record.js';

/** How a training ended: with a record, or with the reason why there is none. */
export type Outcome = { readonly record: TrainingRecord } | { readonly error: string };

const program = fileURLToPath(new URL('worker.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** How much of a worker's standard error is kept, in characters. */
const kept = 4096;

/** Worker processes that each do one training after the other. None outlives this process. */
export class Pool {
  private readonly workers = new Set<ChildProcess>();
  private readonly idle: ChildProcess[] = [];
  private readonly errors = new WeakMap<ChildProcess, string>();
  private readonly killAll = () => {
    for (const worker of this.workers) worker.kill('SIGKILL');
  };

  constructor(private readonly jobs: number) {
    process.on('exit', this.killAll);
  }

  /**
   * Does all trainings, begun in their order, `jobs` at a time. One that fails, or whose worker dies, does not keep
   * the others from being done.
   */
  async run(
    configurations: readonly Configuration[],
    hear: { progress(i: number, epochs: number): void; ended(i: number, outcome: Outcome): void },
  ): Promise<void> {
    let next = 0;
    const lane = async () => {
      while (next < configurations.length) {
        const i = next++;
        const outcome = await this.train(configurations[i], (epochs) => hear.progress(i, epochs));
        hear.ended(i, outcome);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.jobs, configurations.length) }, lane));
  }

  /** Call it in a `finally`. */
  dispose(): void {
    process.off('exit', this.killAll);
    this.killAll();
  }

  private async train(configuration: Configuration, progress: (epochs: number) => void): Promise<Outcome> {
    const worker = this.idle.pop() ?? this.start();
    const outcome = await this.ask(worker, { configuration: { ...configuration } }, progress);
    if (this.workers.has(worker)) this.idle.push(worker);
    return outcome;
  }

  private start(): ChildProcess {
    const worker = fork(program, [], {
      execArgv: ['--import', loader],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.workers.add(worker);
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors.set(worker, ((this.errors.get(worker) ?? '') + text).slice(-kept));
    });
    return worker;
  }

  private ask(worker: ChildProcess, task: ToWorker, progress: (epochs: number) => void): Promise<Outcome> {
    return new Promise((done) => {
      const end = (outcome: Outcome) => {
        worker.off('message', hear).off('close', died).off('error', died);
        done(outcome);
      };
      const hear = (message: unknown) => {
        const said: FromWorker | undefined = readFromWorker(message);
        if (said?.kind === 'progress') progress(said.epochs);
        if (said?.kind === 'done') end({ record: said.record });
        if (said?.kind === 'failed') end({ error: said.error });
      };
      const died = () => {
        this.workers.delete(worker);
        end({ error: this.lastWords(worker) });
      };
      worker.on('message', hear).on('close', died).on('error', died);
      worker.send(task, (error) => error && died());
    });
  }

  private lastWords(worker: ChildProcess): string {
    const how = worker.signalCode ?? `exit code ${worker.exitCode}`;
    return `its process ended (${how}) ${this.errors.get(worker)?.trim() ?? ''}`.trim();
  }
}
