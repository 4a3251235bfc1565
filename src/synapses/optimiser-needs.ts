import { refuse } from '../errors.js';
import type { WeightArithmetic } from '../math/arithmetic.js';
import type { Need } from '../rules/locality.js';
import type { Optimiser } from './optimiser.js';

/** What a value was made from, by name. An optimiser computes with what it cannot look at: a branch would not be seen. */
class Origin {
  constructor(readonly names: readonly string[]) {}

  [Symbol.toPrimitive](): never {
    return refuse({
      where: 'Optimiser.descend',
      got: 'a value that is looked at',
      expected: 'arithmetic alone',
      hint: 'the operations that it is given',
    });
  }
}

const both = (a: Origin, b: Origin) => new Origin([...a.names, ...b.names]);
const origins: WeightArithmetic<Origin> = {
  ...{ add: both, sub: both, mul: both, div: both },
  ...{ affine: (a) => a, sqrt: (a) => a, clip: (a) => a },
};

/**
 * What an optimiser reads that is not local now, found by running its formula on names: traces of the synapse's own, kept
 * since the last update (level 1), and the number of updates, if it is told that (level 2). What it reads at later updates
 * only is not seen.
 * @throws {InputError} on a formula that looks at a value, or leaves other traces than it has
 */
export function optimiserNeeds({
  name,
  traces,
  descend,
}: Pick<Optimiser, 'name' | 'traces' | 'descend'>): readonly Need[] {
  let counts = false;
  const signals = {
    rate: 1,
    get update() {
      counts = true;
      return 1;
    },
  };
  const kept = traces.map((trace) => new Origin([trace]));
  const made = descend?.<Origin>(origins, new Origin([]), kept, signals);
  const left = made?.traces ?? [];
  if (left.length !== traces.length)
    refuse({ where: `optimiser ${name}`, got: `${left.length} traces left`, expected: `${traces.length}` });
  const read = made ? [made.step, ...left].flatMap(({ names }) => names) : [];
  const need = (reads: string, level: Need['level']): Need => ({ update: 'weight', reads, level });
  return [
    ...traces.filter((trace) => read.includes(trace)).map((trace) => need(trace, 1)),
    ...(counts ? [need('number of updates', 2)] : []),
  ];
}
