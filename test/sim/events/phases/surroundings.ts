import { expect } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { type PlainVariant, standardVariant } from '../../../../src/sim/variant.js';
import { randomBatch } from '../../../agreement/problems.js';
import { chain, tangle } from '../../../reference/index.js';

/** A chain, and a graph with skips and an output that has children. */
const networks = { 'a chain': chain('tanh', 'mse'), 'a graph': tangle('sigmoid', 'cross-entropy') };
export const scenes = Object.keys(networks) as (keyof typeof networks)[];

/** A network, and samples for it. */
export const sceneOf = (name: keyof typeof networks, samples = 2) => {
  const network = parseNetwork(networks[name]);
  return { name, network, nodes: Object.keys(network.nodes), batch: randomBatch(network, samples, 4) };
};
export type Scene = ReturnType<typeof sceneOf>;

export const grains = ['arbor', 'synapse'] as const;

/** What is asked of Activation Relaxation. */
export interface Asked {
  readonly variant?: Partial<PlainVariant>;
  readonly initial?: 'forward' | 'zero';
  readonly steps?: number;
  readonly stepSize?: number;
}

/** The same relaxation twice: as actors of its own have it, and in phases. */
export function both(
  { network, batch }: Scene,
  options: EventOptions,
  { variant = {}, initial = 'forward', steps = 12, stepSize = 0.2 }: Asked = {},
  messages?: Partial<Relaxation>,
): { readonly own: Relaxed; readonly inPhases: Relaxed } {
  const rule = arVariant({ ...standardVariant, ...variant });
  const given = {
    record: true,
    learningRate: 0.1,
    relaxation: relaxationOf({ solver: 'euler', initial, steps, stepSize }),
  };
  const parameters = initialParameters(network, 3, pathwayOf(rule));
  const all = { ...options, ...(variant.inputs && { inputs: variant.inputs }) };
  const own = new EventSimulator(network, parameters, all).relax(batch, { ...given, rule });
  const relaxation = { ...relaxationOf({}), ...messages };
  const inPhases = new EventSimulator(network, parameters, options).relax(batch, {
    ...given,
    rule: phased(ar, { ...variant, initial, steps, stepSize }),
    relaxation,
  });
  return { own, inPhases };
}

const close = (got: ArrayLike<number>, want: ArrayLike<number>): number =>
  Math.max(...Array.from(want, (x, i) => Math.abs(got[i] - x) / Math.max(1, Math.abs(x))));

/** Activities at every step, and gradients. */
export function expectSame({ own, inPhases }: ReturnType<typeof both>, what: string): void {
  expect(inPhases.course.length, what).toBe(own.course.length);
  for (const [step, frame] of own.course.entries())
    for (const [name, { data }] of Object.entries(frame)) {
      const column = inPhases.course[step][`${name}.x`];
      if (column) expect(close(column.data, data), `${what}: ${name} after ${step}`).toBeLessThan(1e-12);
    }
  for (const [name, { data }] of Object.entries(own.gradient))
    expect(close(inPhases.gradient[name].data, data), `${what}: ${name}`).toBeLessThan(1e-12);
  expect(Object.keys(inPhases.gradient).sort(), what).toEqual(Object.keys(own.gradient).sort());
}
