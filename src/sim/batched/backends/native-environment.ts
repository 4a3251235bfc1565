import { availableParallelism } from 'node:os';

/** The environment's variables, as `process.env` holds them. */
export type Environment = Record<string, string | undefined>;

/**
 * What libtensorflow is started with: it reads these once, on loading. One thread and Eigen's own kernels are the faster ones
 * for products as small as a minibatch's; for convolutions oneDNN's are, several times.
 */
export const nativeDefaults = {
  TF_NUM_INTRAOP_THREADS: '1',
  // Sessions run in the thread that calls them: handing over to another takes as long as some operations.
  TF_NUM_INTEROP_THREADS: '-1',
  TF_ENABLE_ONEDNN_OPTS: '0',
  // Its fatal messages are printed at every level: a crash inside still says why.
  TF_CPP_MIN_LOG_LEVEL: '3',
};

/**
 * Sets what libtensorflow reads on loading: threads, oneDNN off but for convolutions, no chatter. What the user has set stays, but
 * for `threads`.
 */
export function prepareNative(environment: Environment, threads?: number, convolves = false): void {
  if (convolves) environment.TF_ENABLE_ONEDNN_OPTS ??= '1';
  if (threads !== undefined) environment.TF_NUM_INTRAOP_THREADS = String(threads);
  for (const [name, value] of Object.entries(nativeDefaults)) environment[name] ??= value;
}

/** How many threads one operation may take; libtensorflow takes every core where the variable is no count. */
export function nativeThreads({ TF_NUM_INTRAOP_THREADS: threads = '' }: Environment): number {
  return /^\d+$/.test(threads) && Number(threads) > 0 ? Number(threads) : availableParallelism();
}

/** Whether oneDNN's kernels are taken: libtensorflow takes them unless it is told not to. */
export function nativeOneDnn({ TF_ENABLE_ONEDNN_OPTS: on = '' }: Environment): boolean {
  return !['0', 'false'].includes(on.toLowerCase());
}
