import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Fault } from './judge.js';
import type { Slice, SliceEnd, WorkerSetup } from './slice.js';

/** How a slice ended early: with the input of this number. */
export interface Broken {
  readonly index: number;
  readonly fault: Fault;
}

/** A thread that tries inputs, watched: one that takes too long, or too much memory, ends it, and another takes its place. */
export class WatchedWorker {
  private readonly folder = mkdtempSync(join(memoryFolder(), 'relaxon-fuzz-'));
  private readonly progress = new SharedArrayBuffer(8);
  private worker: Worker | undefined;

  /** @param patience for one input, in milliseconds */
  constructor(private readonly patience: number) {}

  /** Tries them all, or up to the first that ends the worker. */
  async run(slice: Slice): Promise<SliceEnd | Broken> {
    this.worker ??= await this.start();
    const { worker } = this;
    const shared = new Int32Array(this.progress);
    const broken = (fault: Fault): Broken => ({ index: Atomics.load(shared, 0), fault });
    Atomics.store(shared, 0, slice.from);
    const end = await new Promise<SliceEnd | Broken>((resolve) => {
      const settle = (came: SliceEnd | Broken) => {
        clearInterval(watching);
        worker.off('message', settle).off('error', onError).off('exit', onExit);
        resolve(came);
      };
      const onError = (error: unknown) => settle(broken(faultOf(error)));
      const onExit = (code: number) =>
        settle(broken({ kind: 'crash', what: `the thread ended with ${code}` }));
      const watching = this.watch(shared, () =>
        settle(broken({ kind: 'hang', what: `more than ${this.patience / 1000} s` })),
      );
      worker.on('message', settle).on('error', onError).on('exit', onExit);
      worker.postMessage(slice);
    });
    if ('fault' in end) await this.stop();
    return end;
  }

  /** Ends it. */
  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<Worker> {
    const workerData: WorkerSetup = { folder: this.folder, progress: this.progress };
    // The stack of a thread is larger than that of a program, where nothing else is said.
    const resourceLimits = { maxOldGenerationSizeMb: 1024, stackSizeMb: 1 };
    const worker = new Worker(new URL('worker-start.mjs', import.meta.url), { workerData, resourceLimits });
    // What it says first is that it is there.
    await once(worker, 'message');
    return worker;
  }

  private watch(shared: Int32Array, onHang: () => void): NodeJS.Timeout {
    let [tried, since] = [-1, performance.now()];
    return setInterval(() => {
      const now = Atomics.load(shared, 1);
      if (now !== tried) [tried, since] = [now, performance.now()];
      else if (performance.now() - since > this.patience) onHang();
    }, 100);
  }

  private async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}

function faultOf(error: unknown): Fault {
  const memory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return { kind: memory ? 'memory' : 'crash', what: String(error instanceof Error ? error.stack : error) };
}

// Thousands of small files in a second: in memory, where there is such a folder.
function memoryFolder(): string {
  return statSync('/dev/shm', { throwIfNoEntry: false })?.isDirectory() ? '/dev/shm' : tmpdir();
}
