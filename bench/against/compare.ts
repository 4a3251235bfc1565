import { estimate } from '../../experiments/lib/statistics.js';
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

/** Ratios are of one run, in turns, here and there; both processes are there for as long as it lasts. */
export function compare(
  { name, script, args, contestant }: Compared,
  root: string,
  effort: Effort,
): Promise<Comparison> {
  return withChildren(async (children) => {
    const node = ['--max-old-space-size=16384'];
    const ours = await children.with(startWorker(script, { args, node }));
    const theirs = await children.with(startWorker(script, { args, node, root }));
    const seconds = await alternate(
      { ours: contestant(ours.child), theirs: contestant(theirs.child) },
      effort,
    );
    const logs = ratios(seconds.ours, seconds.theirs).map(Math.log);
    const { mean, low, high } = estimate(logs);
    const ratio = Math.exp(mean);
    const [least, most] = [Math.exp(low ?? mean), Math.exp(high ?? mean)];
    return {
      name,
      ratio,
      low: least,
      high: most,
      rounds: logs.length,
      holds: least <= 1 || ratio <= margin,
      behind: `${secondsText(median(seconds.ours))} here, ${secondsText(median(seconds.theirs))} there`,
    };
  });
}
