import { estimate } from '../../src/math/statistics.js';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import type { Effort } from '../effort.js';
import { ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import type { Compared } from './list.js';

/** Time here over the time in another checkout. */
export interface Comparison {
  readonly name: string;
  /** Geometric mean of the rounds' ratios, and the ends of its 95 % confidence interval (Student's t of their logarithms). */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
  /** No slower: the interval reaches 1, or it is at most so much above. */
  readonly holds: boolean;
  readonly behind: string;
}

/** How much slower may be. */
const margin = 1.05;

/** Samples of each of two processes, in turns, before the next two are started. */
const turns = 2;

/**
 * In turns, here and there. Each round has two processes of its own, and says one ratio: where a process has its objects
 * in memory, and what its compiler made of the code, can cost 10 % from its beginning to its end, which more samples of
 * the same process would only make look certain.
 */
export async function compare(compared: Compared, root: string, effort: Effort): Promise<Comparison> {
  const logs: number[] = [];
  const [here, there]: number[][] = [[], []];
  for (let round = 0; round < effort.rounds; round++) {
    const { ours, theirs } = await pair(compared, root, { ...effort, rounds: turns });
    logs.push(estimate(ratios(ours, theirs).map(Math.log)).mean);
    here.push(...ours);
    there.push(...theirs);
  }
  const { mean, low, high } = estimate(logs);
  const [ratio, least, most] = [mean, low ?? mean, high ?? mean].map(Math.exp);
  return {
    name: compared.name,
    ratio,
    low: least,
    high: most,
    rounds: logs.length,
    holds: least <= 1 || ratio <= margin,
    behind: `${secondsText(median(here))} here, ${secondsText(median(there))} there`,
  };
}

/** Seconds of one process here and one there. */
function pair({ script, args, contestant }: Compared, root: string, effort: Effort) {
  return withChildren(async (children) => {
    const node = ['--max-old-space-size=16384'];
    // Both may have a backend that only one has a package for.
    const env = { RELAXON_BENCH_BACKEND: 'wasm' };
    const ours = await children.with(startWorker(script, { args, node, env }));
    const theirs = await children.with(startWorker(script, { args, node, env, root }));
    return alternate({ ours: contestant(ours.child), theirs: contestant(theirs.child) }, effort);
  });
}
