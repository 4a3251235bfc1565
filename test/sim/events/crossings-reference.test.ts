import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import type { Parameters } from '../../../src/network/parameters.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { Batch, Relaxation, Relaxed } from '../../../src/sim/simulator.js';
import { relativeDifference } from '../../../src/sim/tolerance.js';
import { type PlainVariant, variantOf } from '../../../src/sim/variant.js';
import { asRows, asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { numbers, setUp } from '../../agreement/variant-problems.js';
import { deviation, type ReluChain, relaxVariant, unfrozenEuler } from '../../reference/index.js';
import { type Described, kinked, layered } from './phases/kinks.js';

const described: Record<string, Described> = { 'two hidden layers': layered(4, [6, 5]), ...kinked };

const unfrozen: Partial<PlainVariant> = { derivative: 'current' };

function made(description: Described, choices: Partial<PlainVariant>, seed: number, options = {}) {
  const variant = variantOf(choices) as PlainVariant;
  const { rule, network, parameters } = setUp(variant, description, seed);
  const batch = randomBatch(network, 2, seed);
  const simulator = new EventSimulator(network, parameters, options);
  let last: Relaxed | undefined;
  const relax = (relaxation: Partial<Relaxation>, record = false): Relaxed => {
    last = simulator.relax(batch, { rule, relaxation: relaxationOf(relaxation), record });
    return last;
  };
  const happened = (what: 'crossed' | 'held') => last!.phases!.at(-1)!.kinks![what];
  return { variant, parameters, batch, simulator, relax, happened };
}

function euler(
  description: Described,
  { variant, parameters, batch }: ReturnType<typeof made>,
  given: object,
) {
  const options = {
    ...variant,
    schedule: 'synchronous' as const,
    learningRate: 1,
    steps: 1,
    stepSize: 1,
    ...given,
  };
  return relaxVariant(description, asSet(parameters), forReference(batch), options);
}

/** Largest errors of Euler steps against crossings, at ever more steps. */
function errors(
  description: Described,
  choices: Partial<PlainVariant>,
  seed: number,
  given: Partial<Relaxation> = {},
) {
  const problem = made(description, choices, seed);
  const duration = 3;
  const exact = problem.relax({ duration, ...given });
  return [100, 1600].map((steps) => {
    const want = euler(description, problem, { steps, stepSize: duration / steps, ...given });
    return Math.max(
      deviation(numbers(exact.activity), want.activity),
      deviation(numbers(exact.gradient), want.gradient),
    );
  });
}

describe.each(Object.keys(described))('from kink to kink is where Euler steps tend to: %s', (name) => {
  const description = described[name];

  // Where Euler steps happen to cross a kink scatters the error by as much as a step.
  it.each([1, 2, 3, 4])('in proportion to the step, seed %i', (seed) => {
    const [coarse, fine] = errors(description, { ...unfrozen, presynaptic: 'current' }, seed);
    expect(fine).toBeLessThan(0.006);
    expect(fine).toBeLessThan(coarse / 4);
  });

  it.each([
    ['feedback of its own', { ...unfrozen, feedback: 'learned' }, {}],
    ['bias excluded', { ...unfrozen, bias: 'excluded' }, {}],
    ['inputs that relax', { ...unfrozen, inputs: 'relaxing', presynaptic: 'current' }, {}],
    ['from zero', unfrozen, { initial: 'zero' }],
  ] as const)('with %s', (_, choices, given) => {
    const [coarse, fine] = errors(description, choices, 5, given);
    expect(fine).toBeLessThan(0.04);
    expect(fine).toBeLessThan(coarse / 4);
  });
});

it('those networks cross kinks and are held at them', () => {
  const counts = Object.values(described).flatMap((description) =>
    [1, 2, 3, 4].map((seed) => {
      const problem = made(description, unfrozen, seed);
      problem.relax({ duration: 3 });
      return [problem.happened('crossed'), problem.happened('held')];
    }),
  );
  expect(counts.filter(([crossed]) => crossed > 0).length).toBeGreaterThan(15);
  expect(counts.filter(([, held]) => held > 0).length).toBeGreaterThan(5);
});

describe('a million Euler steps and more', () => {
  const description = layered(2, [3, 3], 1);
  const duration = 2;

  it.each([1, 2, 5, 7])('are 1e-6 away, in proportion to the step, seed %i', (seed) => {
    const problem = made(description, unfrozen, seed);
    const { activity } = problem.relax({ duration });
    expect(problem.happened('crossed') + problem.happened('held')).toBeGreaterThan(0);
    const [coarse, fine] = [4e4, 4e6].map((steps) => {
      const want = eulerOf(problem.parameters, problem.batch, { steps, stepSize: duration / steps });
      const got = [0, 1].map((l) => asRows(activity[`layers.${l}`])[0]);
      return Math.max(...want.map((layer, l) => relativeDifference(got[l], layer)));
    });
    expect(fine).toBeLessThan(1e-6);
    expect(fine).toBeLessThan(coarse / 20);
  });

  it('of the loops written for it are those of the reference', () => {
    const problem = made(description, unfrozen, 1);
    const steps = { steps: 40, stepSize: 0.05 };
    const want = euler(description, problem, steps).activity;
    const got = eulerOf(problem.parameters, problem.batch, steps);
    for (const l of [0, 1]) expect(relativeDifference(got[l], want[`layers.${l}`][0])).toBeLessThan(1e-14);
  });
});

function eulerOf(parameters: Parameters, batch: Batch, steps: { steps: number; stepSize: number }) {
  const layers = [0, 1, 2];
  const chain: ReluChain = {
    weights: layers.map((l) => asRows(parameters[`layers.${l}.weight`])),
    biases: layers.map((l) => [...parameters[`layers.${l}.bias`].data]),
  };
  return unfrozenEuler(chain, asRows(batch.inputs.input)[0], asRows(batch.targets['layers.2'])[0], steps);
}

describe.each(Object.keys(described))('both grains say the same, bit for bit: %s', (name) => {
  it.each([
    ['without delays', {}, {}],
    ['with delays', { h1: 0.2, h2: 0.3, h3: 0.1, 'layers.1': 0.3, 'layers.2': 0.2 }, {}],
    ['with a band', {}, { band: 0.01 }],
  ] as const)('%s', (_, delays, given) => {
    const [one, other] = (['synapse', 'arbor'] as const).map((grain) => {
      const known = Object.fromEntries(
        Object.entries(delays).filter(([node]) => 'layers' in described[name] === node.startsWith('layers')),
      );
      const nodes = Object.keys('nodes' in described[name] ? described[name].nodes : {});
      const own = Object.fromEntries(
        Object.entries(known).filter(([node]) => nodes.length === 0 || nodes.includes(node)),
      );
      const problem = made(described[name], { ...unfrozen, updateDerivative: 'current' }, 7, {
        grain,
        delays: own,
      });
      const log: Message[] = [];
      problem.simulator.listen(...Object.keys(problem.simulator.network.nodes)).subscribe((m) => log.push(m));
      return { relaxed: problem.relax({ duration: 2, stepSize: 0.5, ...given }, true), log };
    });
    expect(other.log.length).toBe(one.log.length);
    expect(other.log).toEqual(one.log);
    expect(other.relaxed).toEqual(one.relaxed);
    expect(one.log.some(({ kind }) => kind === 'up.x')).toBe(true);
  });
});

it('a second relaxation knows nothing of the first', () => {
  const problem = made(described['three hidden layers'], unfrozen, 2);
  const first = problem.relax({ duration: 3 });
  expect(problem.relax({ duration: 3 })).toEqual(first);
});
