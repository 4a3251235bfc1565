import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import type { Initial } from '../../../src/sim/initial.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Activities, Relaxation, Relaxed } from '../../../src/sim/simulator.js';
import { relativeDifference } from '../../../src/sim/tolerance.js';
import { variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { tried } from '../../backends.js';
import { continuous, type Description, numbers, relax } from '../../reference/index.js';

// Rounding of float32 through a dozen matrix products; the steps themselves accumulate far more.
// TensorFlow's tanh has twice the rounding of others.
const limit = tried === 'tfjs-node' ? 4e-6 : 2e-6;

const chain = (hidden: number, units = 20): Description => ({
  input: [7],
  layers: [
    ...Array.from({ length: hidden }, (_, i) => ({ type: 'dense', units: units + i, activation: 'tanh' })),
    { type: 'dense', units: 3, activation: 'linear' },
  ],
  loss: 'mse',
});
const depths = [1, 2, 3, 4, 6, 9, 12];
const chains = Object.fromEntries(depths.map((n) => [`chain of ${n} hidden`, chain(n)]));
const graphs = Object.fromEntries(Object.entries(networks).filter(([, d]) => 'nodes' in d));
const described: Record<string, Description> = { ...chains, ...graphs };

beforeAll(() => startBackend(tried));

function solve(description: Description, relaxation: Partial<Relaxation>, seed = 1, record = false) {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, seed);
  const batch = randomBatch(network, 3, seed + 1);
  const simulator = new BatchedSimulator(network, parameters, tfjs);
  const relaxed = simulator.relax(batch, {
    rule: rules.ar,
    relaxation: relaxationOf({ solver: 'closed-form', ...relaxation }),
    record,
  });
  simulator.dispose();
  return { relaxed, parameters: asSet(parameters), batch: forReference(batch) };
}

function worst(
  { activity, gradient }: Pick<Relaxed, 'activity' | 'gradient'>,
  want: ReturnType<typeof relax>,
): number {
  return Math.max(
    ...Object.entries(activity).map(([node, { data }]) =>
      relativeDifference(data, want.activity[node].flat()),
    ),
    ...Object.entries(gradient).map(([name, { data }]) => relativeDifference(data, want.gradient[name])),
  );
}

/**
 * How far the exact activities of each node move when every number given is rounded once, in some direction: where terms
 * cancel, no arithmetic in float32 can do better than some such amounts (seen in 20,000 networks: half of one).
 */
function movedByRounding(
  description: Description,
  parameters: Parameters<typeof relax>[1],
  { inputs, targets }: Parameters<typeof relax>[2],
  given: Parameters<typeof relax>[3],
): Record<string, number> {
  const exact = relax(description, parameters, { inputs, targets }, given).activity;
  const moved = Object.fromEntries(Object.keys(exact).map((node) => [node, 0]));
  for (let seed = 1; seed <= 4; seed++) {
    const next = numbers(seed);
    const rounded = (x: number) => x * (1 + Math.sign(next()) * 2 ** -24);
    const set = (values: typeof inputs) => mapped(values, (rows) => rows.map((row) => row.map(rounded)));
    const near = mapped(parameters, ({ shape, data }) => ({ shape, data: Array.from(data, rounded) }));
    const { activity } = relax(description, near, { inputs: set(inputs), targets: set(targets) }, given);
    for (const [node, values] of Object.entries(activity)) {
      const there = exact[node].flat();
      moved[node] = Math.max(moved[node], ...values.flat().map((x, i) => Math.abs(x - there[i])));
    }
  }
  return moved;
}

/** The largest relative error of a slope made of a rounded activity that comes close to one, as 1 - x^2 or x (1 - x). */
function slopeRounding(layers: readonly { readonly activation: string }[], forward: Activities): number {
  const bounded = Object.values(forward).filter((_, i) => /tanh|sigmoid/.test(layers[i].activation));
  const distances = bounded.flatMap(({ data }) => Array.from(data, (x) => 1 - Math.abs(x)));
  return 2 ** -23 / Math.min(1, ...distances);
}

function mapped<A, B>(record: Readonly<Record<string, A>>, to: (a: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
}

describe.each(Object.keys(described))('%s', (name) => {
  it.each(['forward', 'zero'] satisfies Initial[])('is what Euler steps leave, from %s', (initial) => {
    for (const schedule of ['synchronous', 'top-down'] as const) {
      for (const stepSize of [0.01, 0.1, 0.5, 1, 1.5]) {
        for (const steps of [0, 1, 7, 100, 1000]) {
          const options = { schedule, steps, stepSize, initial };
          const { relaxed, parameters, batch } = solve(described[name], options);
          const want = relax(described[name], parameters, batch, options);
          expect(worst(relaxed, want), JSON.stringify(options)).toBeLessThan(limit);
        }
      }
    }
  });
});

// Few units: the reference exponentiates the matrix of the whole system.
describe.each(Object.entries({ ...graphs, 'narrow chain of 8 hidden': chain(8, 2) }))(
  '%s',
  (_, description) => {
    it('is the matrix exponential in continuous time', () => {
      for (const duration of [0, 0.3, 2, 9]) {
        const { relaxed, parameters, batch } = solve(description, { duration });
        const want = continuous(description, parameters, batch, { time: duration });
        for (const [node, { data }] of Object.entries(relaxed.activity)) {
          expect(relativeDifference(data, want.activity[node].flat()), `${node} at ${duration}`).toBeLessThan(
            limit,
          );
        }
      }
    });
  },
);

describe('closed form', () => {
  it('recorded, gives every step', () => {
    const options = { steps: 12, stepSize: 0.3, schedule: 'top-down' } as const;
    const { relaxed, parameters, batch } = solve(networks['skip connection'], options, 4, true);
    const want = relax(networks['skip connection'], parameters, batch, { ...options, record: true });
    expect(relaxed.course).toHaveLength(13);
    for (const [step, frame] of relaxed.course.entries()) {
      for (const [node, { data }] of Object.entries(frame)) {
        expect(
          relativeDifference(data, want.course[node][step].flat()),
          `${node} after ${step}`,
        ).toBeLessThan(limit);
      }
    }
    expect(relativeDifference(relaxed.activity.h1.data, want.activity.h1.flat())).toBeLessThan(limit);
  });

  it('agrees with stepping for random networks, steps and step sizes', () => {
    const units = fc.integer({ min: 1, max: 9 });
    const anyActivation = fc.constantFrom('linear', 'tanh', 'softplus', 'sigmoid');
    const layer = fc.record({ type: fc.constant('dense'), units, activation: anyActivation });
    const options = fc.record({
      steps: fc.integer({ min: 0, max: 60 }),
      stepSize: fc.double({ min: 0.01, max: 1.2, noNaN: true }),
      schedule: fc.constantFrom('synchronous' as const, 'top-down' as const),
      initial: fc.constantFrom('forward' as const, 'zero' as const),
    });
    const anySkips = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 6 }),
        anySkips,
        options,
        (layers, skips, given) => {
          const description = withSkips(layers, skips);
          const { relaxed, parameters, batch } = solve(description, given);
          const want = relax(description, parameters, batch, given);
          const saturated = slopeRounding(layers, relaxed.forward);
          const moved = movedByRounding(description, parameters, batch, given);
          for (const [node, { data }] of Object.entries(relaxed.activity)) {
            const goal = want.activity[node].flat();
            const scale = Math.max(...goal.map(Math.abs));
            const allowed = (limit + saturated) * scale + 4 * moved[node];
            for (const [i, x] of data.entries()) expect(Math.abs(x - goal[i])).toBeLessThanOrEqual(allowed);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('takes a million steps at once', () => {
    const million = solve(chain(5), { steps: 1_000_000, stepSize: 0.1 }).relaxed;
    const settled = solve(chain(5), { solver: 'equilibrium' }).relaxed;
    for (const [name, { data }] of Object.entries(settled.gradient)) {
      expect(relativeDifference(million.gradient[name].data, data)).toBeLessThan(limit);
    }
  });

  it('refuses steps that magnify rounding beyond what float32 holds', () => {
    expect(() => solve(chain(12), { steps: 60, stepSize: 1.9 })).toThrow(
      /closed-form\.stepSize: got 1\.9 with 60/,
    );
  });

  it('refuses a relaxation that is not linear, by name', () => {
    const network = parseNetwork(chain(1));
    const simulator = new BatchedSimulator(network, initialParameters(network, 1), tfjs);
    const rule = arVariant(variantOf({ derivative: 'current' }));
    const relaxation = relaxationOf({ solver: 'closed-form' });
    expect(() => simulator.relax(randomBatch(network, 1, 1), { rule, relaxation })).toThrow(
      'relaxation.closed-form with rule ar, derivative current: got a relaxation that is not linear, ' +
        'expected a linear one, whose course is known. Try solver euler with steps.',
    );
    simulator.dispose();
  });
});

// A chain in which node i also hears node skips[i], if that lies below it.
function withSkips(
  layers: readonly { type: string; units: number; activation: string }[],
  skips: readonly number[],
): Description {
  const nodes = layers.map((layer, i) => {
    const previous = i === 0 ? 'image' : `n${i - 1}`;
    const skip = skips[i] < i - 1 ? [`n${skips[i]}`] : [];
    return [`n${i}`, { ...layer, from: [previous, ...skip] }] as const;
  });
  const out = `n${layers.length - 1}`;
  return { inputs: { image: [4] }, nodes: Object.fromEntries(nodes), outputs: { [out]: { loss: 'mse' } } };
}
