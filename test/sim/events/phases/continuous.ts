import { expect } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import type { Chosen, RuleFamily, RuleOptions } from '../../../../src/rules/family.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { type Variant, variantOf } from '../../../../src/sim/variant.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

export const grains = ['synapse', 'arbor'] as const;

/** A family whose options are known by name alone. */
export const anyFamily = (family: object) => family as RuleFamily;

/** Activation relaxation by the code that it has of its own, and in phases: one after the other, of the same batch. */
export function both(
  name: string,
  { initial = 'forward', ...variant }: Partial<Variant> & { initial?: 'forward' | 'zero' },
  relaxation: Partial<Relaxation>,
  grain: (typeof grains)[number] = 'arbor',
  surroundings: EventOptions = {},
) {
  const network = parseNetwork(networks[name]);
  const own = arVariant(variantOf(variant));
  const parameters = initialParameters(network, 3, pathwayOf(own));
  const batch = randomBatch(network, 2, 5);
  const simulator = () =>
    new EventSimulator(network, parameters, {
      ...{ ...surroundings, grain },
      ...(variant.inputs && { inputs: variant.inputs }),
    });
  const chosen = { ...variant, initial, stepSize: 0.75 } as unknown as Partial<Chosen<RuleOptions>>;
  const timed = relaxationOf({ ...relaxation, stepSize: 0.75, initial });
  return {
    old: simulator().relax(batch, { rule: own, relaxation: timed, record: true }),
    now: new EventSimulator(network, parameters, { ...surroundings, grain }).relax(batch, {
      ...{ rule: phased(anyFamily(ar), chosen), record: true, relaxation: timed },
    }),
  };
}

/** Expects the same activities, at every look and at the end, gradients and cost. */
export function expectSame({ old, now }: { old: Relaxed; now: Relaxed }, what: string): void {
  const pairs: [string, ArrayLike<number>, ArrayLike<number> | undefined][] = [];
  for (const [name, { data }] of Object.entries(old.gradient))
    pairs.push([name, data, now.gradient[name]?.data]);
  expect(now.course, what).toHaveLength(old.course.length);
  for (const [k, frame] of [...old.course, old.activity].entries()) {
    const got = [...now.course, now.states!][k];
    for (const [node, { data }] of Object.entries(frame))
      if (`${node}.x` in got) pairs.push([`${node} at look ${k}`, data, got[`${node}.x`].data]);
  }
  const apart = pairs.filter(([, want, got]) => !got || !(relativeDifference(got, want) < 1e-12));
  expect(
    apart.map(([name]) => name),
    what,
  ).toEqual([]);
  expect(now.loss, what).toBeCloseTo(old.loss, 12);
}
