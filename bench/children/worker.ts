import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';
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
  const home = root ?? fileURLToPath(new URL('../..', import.meta.url));
  const name = [script, ...args].join(' ');
  const own = [...node, built(home, join(home, 'bench', script)), ...args.map(String)];
  return Child.start(name, { command: process.execPath, args: own, env });
}
