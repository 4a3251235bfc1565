import type { Batch } from '../../src/sim/simulator.js';

/** The samples of a batch, each a batch of its own. */
export function samplesOf({ size, inputs, targets }: Batch): Batch[] {
  return Array.from({ length: size }, (_, row) => {
    const cut = (all: Batch['inputs']) =>
      Object.fromEntries(
        Object.entries(all).map(([name, { shape, data }]) => {
          const units = shape[1];
          return [name, { shape: [1, units], data: data.slice(row * units, (row + 1) * units) }];
        }),
      );
    return { size: 1, inputs: cut(inputs), targets: cut(targets) };
  });
}
