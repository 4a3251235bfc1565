import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child.js';

/** How to start a worker. */
export interface WorkerOptions {
  /** Its arguments: strings and numbers. */
  readonly args?: readonly (string | number)[];
  /** Options of node, such as --expose-gc. */
  readonly node?: readonly string[];
  /** Variables of its environment, beside ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another checkout, whose worker it is; this one if not given. */
  readonly root?: string;
}

/**
 * Starts one of our own workers in a fresh process, where nothing else has shaped the compiled code or the heap.
 * @param script relative to this folder's parent, such as `batched/minibatch-worker.ts`
 */
export function startWorker(
  script: string,
  { args = [], node = [], env = {}, root }: WorkerOptions = {},
): Promise<{ child: Child; info: Readonly<Record<string, unknown>> }> {
  const path = root ? join(root, 'bench', script) : fileURLToPath(new URL(`../${script}`, import.meta.url));
  const name = [script, ...args].join(' ');
  // Node itself with tsx as a loader: the tsx command would put a process of its own between us and the worker.
  const own = ['--import', import.meta.resolve('tsx'), ...node, path, ...args.map(String)];
  return Child.start(name, { command: process.execPath, args: own, env });
}
