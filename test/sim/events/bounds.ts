import { expect } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Activities } from '../../../src/sim/simulator.js';
import { networks } from '../../agreement/networks.js';
import { asRows, asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { type Description, forward, type PerNode } from '../../reference/index.js';

/** A network with parameters and a batch of its own. */
export function setUp(
  named: string | (Description & { readonly init?: unknown }),
  seed: number,
  samples = 2,
) {
  const description = typeof named === 'string' ? networks[named] : named;
  const network = parseNetwork(description);
  const parameters = initialParameters(network, seed);
  const batch = randomBatch(network, samples, seed);
  return { description, network, parameters, batch };
}

/** By how much a unit may be away from what it last said. */
export type Off = (node: string, sample: number, unit: number) => number;

/** The slope f' of a unit. */
type Slope = (node: string, sample: number, unit: number) => number;

/**
 * The bound on the error of every unit at every time: E_p = sum over children c of |W_c|^T |f'_c| (quantum + E_c),
 * where a clamped child has neither quantum nor error. [node][sample][unit]
 * @param steepness slopes, if not those of the forward sweep
 */
export function bounds(problem: ReturnType<typeof setUp>, quantum: number | Off, steepness?: Slope): PerNode {
  const { description, network, parameters, batch } = problem;
  const latched = forward(description, asSet(parameters), forReference(batch).inputs);
  const slopeOf = steepness ?? ((node, s, i) => Math.abs(latched[node].slope[s][i]));
  const offOf = typeof quantum === 'number' ? () => quantum : quantum;
  const bound: PerNode = {};
  const all = Object.entries(network.nodes);
  for (const [parent] of [...all].reverse()) {
    const units = latched[parent].activity[0].length;
    bound[parent] = latched[parent].activity.map(() => new Array<number>(units).fill(0));
    for (const [child, { from }] of all) {
      const clamped = child in network.outputs && !all.some(([, node]) => node.from.includes(child));
      const { data, shape } = parameters[`${child}.weight`];
      let offset = 0;
      for (const source of from) {
        const width =
          latched[source]?.activity[0].length ?? network.inputs[source].reduce((a, b) => a * b, 1);
        for (let s = 0; source === parent && s < batch.size; s++) {
          for (let i = 0; i < shape[0]; i++) {
            const off = clamped ? 0 : offOf(child, s, i) + bound[child][s][i];
            for (let j = 0; j < units; j++) {
              bound[parent][s][j] += Math.abs(data[i * shape[1] + offset + j]) * slopeOf(child, s, i) * off;
            }
          }
        }
        offset += width;
      }
    }
  }
  return bound;
}

// Rounding of what is compared, where a bound is next to nothing.
const rounding = 1e-10;

/** Expects every activity to be within its bound of the wanted one. */
export function expectWithin(got: Activities, want: PerNode, bound: PerNode): void {
  for (const [node, values] of Object.entries(got)) {
    for (const [s, row] of asRows(values).entries()) {
      for (const [i, x] of row.entries()) {
        expect(Math.abs(x - want[node][s][i])).toBeLessThanOrEqual(bound[node][s][i] + rounding);
      }
    }
  }
}
