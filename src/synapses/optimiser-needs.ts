import type { WeightArithmetic } from '../math/arithmetic.js';
import type { Need } from '../rules/locality.js';
import type { Optimiser } from './optimiser.js';

/** Names of what a value was made from. */
type Origin = ReadonlySet<string>;

const both = (a: Origin, b: Origin): Origin => new Set([...a, ...b]);
const origins: WeightArithmetic<Origin> = {
  ...{ add: both, sub: both, mul: both, div: both },
  ...{ affine: (a) => a, sqrt: (a) => a, clip: (a) => a },
};

/**
 * What an optimiser reads that is not local now, found by running its formula on names: traces of the synapse's own, kept
 * since the last update (level 1), and the number of updates, if it is told that (level 2). What it reads at later updates
 * only is not seen.
 */
export function optimiserNeeds({ traces, descend }: Optimiser): readonly Need[] {
  let counts = false;
  const signals = {
    rate: 1,
    get update() {
      counts = true;
      return 1;
    },
  };
  const kept = traces.map((trace): Origin => new Set([trace]));
  const made = descend?.<Origin>(origins, new Set(), kept, signals);
  const read = made ? [made.step, ...made.traces].reduce(both) : new Set();
  const need = (reads: string, level: Need['level']): Need => ({ update: 'weight', reads, level });
  return [
    ...traces.filter((trace) => read.has(trace)).map((trace) => need(trace, 1)),
    ...(counts ? [need('number of updates', 2)] : []),
  ];
}
