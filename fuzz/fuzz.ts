import { tmpdir } from 'node:os';
import { inputOf } from './inputs.js';
import type { Finding } from './slice.js';
import { targets } from './targets.js';
import { WatchedWorker } from './watched-worker.js';

/** What to try. */
export interface Plan {
  readonly parsers: readonly string[];
  readonly seed: number;
  /** In all, over the parsers; Infinity: until time is up. */
  readonly inputs: number;
  readonly seconds: number;
  /** For one input, in milliseconds. */
  readonly patience: number;
}

/** What came of one parser. */
export interface Tally {
  done: number;
  taken: number;
  found: number;
}

/** Inputs that are tried in a row before it is another parser's turn. */
const row = 200;

/**
 * Tries inputs, parser by parser in turns.
 * @param hear gets every finding as it comes
 */
export async function fuzz(plan: Plan, hear: (finding: Finding) => void): Promise<Map<string, Tally>> {
  const { parsers, seed, patience } = plan;
  const tallies = new Map(parsers.map((parser) => [parser, { done: 0, taken: 0, found: 0 }]));
  const share = Math.ceil(plan.inputs / parsers.length);
  const end = performance.now() + 1000 * plan.seconds;
  const worker = new WatchedWorker(patience);
  try {
    for (let left = [...tallies]; left.length > 0; left = left.filter(([, { done }]) => done < share)) {
      for (const [parser, tally] of left) {
        if (performance.now() > end) return tallies;
        const count = Math.min(row, share - tally.done);
        await tryRow(worker, { parser, seed, from: tally.done, count }, tally, hear);
      }
    }
    return tallies;
  } finally {
    await worker.dispose();
  }
}

async function tryRow(
  worker: WatchedWorker,
  slice: { readonly parser: string; readonly seed: number; readonly from: number; readonly count: number },
  tally: Tally,
  hear: (finding: Finding) => void,
): Promise<void> {
  const came = await worker.run(slice);
  if ('fault' in came) {
    const { parser, seed } = slice;
    const { index, fault } = came;
    tally.done = index + 1;
    tally.found++;
    hear({ parser, seed, index, input: inputAgain(parser, seed, index), ...fault });
    return;
  }
  tally.done += came.done;
  tally.taken += came.taken;
  tally.found += came.findings.length;
  came.findings.forEach(hear);
}

// The thread that had it is gone. To make an input costs nothing; what is done with it may.
function inputAgain(parser: string, seed: number, index: number): Uint8Array {
  return inputOf(targets[parser](tmpdir()), parser, seed, index);
}
