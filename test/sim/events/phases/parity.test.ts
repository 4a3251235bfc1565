import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { type EventOptions, EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import type { Activities, Relaxation } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { type Variant, variantChoices, variantOf } from '../../../../src/sim/variant.js';
import { randomBatch } from '../../../agreement/problems.js';
import { chain, tangle } from '../../../reference/index.js';
import { combinations } from '../../batched/phases/combinations.js';

// While both are there.

const networks = { chain: chain('tanh', 'mse'), graph: tangle('softplus', 'cross-entropy') };
const node = { chain: 'layers.1', graph: 'a' } as const;
const choices = Object.fromEntries(
  Object.entries(variantChoices).map(([name, one]) => [name, Object.keys(one)]),
) as unknown as { [K in keyof Variant]: readonly Variant[K][] };

const surroundings: Readonly<Record<string, (name: string) => EventOptions>> = {
  plain: () => ({}),
  common: (name) => ({ delays: { [name]: 0.3 } }),
  own: (name) => ({ delays: { [name]: (post, pre) => 0.1 * ((pre * 3 + post * 5) % 7) } }),
  cells: (name) => ({
    cells: { [name]: { tau: 1.7, dead: [1], noise: { kind: 'white', sd: 0.1 } } },
    seed: 3,
  }),
  wires: () => ({ wires: { loss: 0.1, duplicate: 0.1, seed: 5 } }),
};
const relaxations: readonly Partial<Relaxation>[] = [
  { steps: 0 },
  { steps: 1, initial: 'zero' },
  { steps: 4 },
  { steps: 3, schedule: 'top-down' },
  { steps: 3, schedule: 'asynchronous', seed: 7, initial: 'zero' },
];

/** Some of all combinations: every choice is among them, and every pair of them. */
const cases = combinations({
  name: ['chain', 'graph'] as const,
  around: Object.keys(surroundings),
  relaxation: relaxations,
  ...choices,
  grain: ['arbor', 'synapse'] as const,
}).filter(
  ({ bias, derivative, updateDerivative }, i) =>
    i % 499 === 0 && (bias === 'included' || derivative !== 'none' || updateDerivative !== 'none'),
);

function played({ name, around, relaxation: given, grain, ...variant }: (typeof cases)[number]) {
  const network = parseNetwork(networks[name]);
  const own = arVariant(variantOf(variant));
  const parameters = initialParameters(network, 3, pathwayOf(own));
  const batch = randomBatch(network, variant.plasticity === 'continuous' ? 1 : 2, 4);
  const { steps = 3, initial = 'forward', ...order } = given;
  const rates = { learningRate: 0.1, ...(variant.feedback === 'learned' && { feedbackLearningRate: 0.05 }) };
  const options = { ...surroundings[around](node[name]), grain };
  const old = new EventSimulator(network, parameters, { ...options, inputs: variant.inputs });
  const now = new EventSimulator(network, parameters, options);
  const timed = relaxationOf({ solver: 'euler', ...given, stepSize: 0.2 });
  const presentations = [
    { ...rates, rule: own, relaxation: timed, weightDecay: 0.01 },
    {
      ...rates,
      rule: phased(ar, { ...variant, steps, initial, stepSize: 0.2 }),
      relaxation: relaxationOf({ solver: 'euler', ...order }),
      weightDecay: 0.01,
    },
  ] as const;
  return [old, now].map((simulator, i) => {
    const relaxed = simulator.relax(batch, { ...presentations[i], record: true });
    const { energy } = simulator;
    const { loss } = simulator.train(batch, presentations[i]);
    return { relaxed, energy, loss, parameters: simulator.parameters() };
  });
}

const x = (states: Activities, names: readonly string[]) =>
  Object.fromEntries(
    names.filter((name) => `${name}.x` in states).map((name) => [name, states[`${name}.x`]]),
  );

it('what activation relaxation was by its own actors it is in phases, to the bit', () => {
  expect(cases.length).toBeGreaterThan(50);
  for (const one of cases) {
    const what = JSON.stringify(one);
    const { plasticity, feedback, around, derivative, updateDerivative, grain } = one;
    const continuous = plasticity === 'continuous';
    const late = around === 'common' || around === 'own' || around === 'wires';
    // Learned feedback weights learn from what they have heard, late or lost, and not from what the weights beside them do;
    // arbors weighed anew, by weights that had moved, what had arrived before.
    if (continuous && late && (feedback === 'learned' || grain === 'arbor')) continue;
    // Random streams of wires go on by the number of messages.
    const follows = derivative === 'current' || continuous || feedback === 'learned';
    if (around === 'wires' && follows) continue;
    const [old, now] = played(one);
    const names = Object.keys(old.relaxed.activity);
    const nodes = Object.keys(old.relaxed.forward);
    const shown = (set: Activities) => Object.fromEntries(nodes.map((name) => [name, set[name]]));
    expect(now.relaxed.forward, what).toEqual(old.relaxed.forward);
    expect(x(now.relaxed.states!, names), what).toEqual(shown(old.relaxed.activity));
    expect(
      now.relaxed.course.map((frame) => x(frame, names)),
      what,
    ).toEqual(old.relaxed.course.map(shown));
    expect([now.loss, now.relaxed.loss], what).toEqual([old.loss, old.relaxed.loss]);
    expect(now.parameters, what).toEqual(old.parameters);
    expect(Object.keys(now.relaxed.gradient).sort(), what).toEqual(Object.keys(old.relaxed.gradient).sort());
    // Of weights that have moved: a sum of steps, or a difference of weights.
    for (const [name, { data }] of Object.entries(old.relaxed.gradient))
      expect(relativeDifference(now.relaxed.gradient[name].data, data), what).toBeLessThan(
        continuous ? 1e-12 : 1e-300,
      );
    // Nobody speaks twice in an instant any more.
    const twice = continuous || (late && derivative === 'current');
    if (!twice && feedback !== 'learned') expect(now.energy, what).toEqual(old.energy);
    const { up, down } = now.energy.messages;
    if (updateDerivative !== 'current' || feedback !== 'learned')
      expect(up + down, what).toBeLessThanOrEqual(old.energy.messages.up + old.energy.messages.down);
  }
});
