import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { randomBatch } from '../../src/lab/agreement.js';
import { layOut } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { requirePlaces } from '../../src/sim/choice-places.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import type { Relaxed, Simulator } from '../../src/sim/simulator.js';
import { type Variant, variantName, variantOf } from '../../src/sim/variant.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { activationRelaxation } from './rules/ar.js';
import { chosenIn } from './rules/chosen.js';
import { circuitIn, samplesOf } from './rules/naive-rule.js';
import type { Frame } from './rules/played.js';

const cnn = {
  inputs: { image: [5, 6, 1] },
  nodes: {
    c1: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['image'] },
    p1: { type: 'maxPool2d', kernel: 2, from: ['c1'] },
    c2: { type: 'conv2d', filters: 2, kernel: [1, 2], activation: 'tanh', from: ['p1'] },
    h: { type: 'dense', units: 4, activation: 'tanh', from: ['c2'] },
    out: { type: 'dense', units: 2, from: ['h', 'c1'] },
  },
  outputs: { out: { loss: 'mse' } },
};
const chain = {
  inputs: { image: [4] },
  nodes: {
    h1: { type: 'dense', units: 5, activation: 'tanh', from: ['image'] },
    h2: { type: 'dense', units: 4, activation: 'relu', from: ['h1'] },
    h3: { type: 'dense', units: 3, activation: 'tanh', from: ['h2'] },
    out: { type: 'dense', units: 2, activation: 'tanh', from: ['h3'] },
  },
  outputs: { out: { loss: 'mse' } },
};

const fed = {
  inputs: { image: [4, 4, 1], flat: [3] },
  nodes: {
    c: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['image'] },
    h: { type: 'dense', units: 18, activation: 'tanh', from: ['flat'] },
    n: {
      type: 'neurons',
      shape: [3, 3, 2],
      activation: 'tanh',
      projections: [
        { from: 'c', pattern: { type: 'conv2d', filters: 2, kernel: 3, padding: 1 }, name: 'conv' },
        { from: 'h', pattern: 'dense', name: 'all' },
        { from: 'c', pattern: 'scale', name: 'one' },
        { from: 'c', pattern: { type: 'local2d', filters: 2, kernel: 1 } },
        { from: 'c', pattern: 'oneToOne', weights: { fixed: 0.5 } },
      ],
    },
    m: {
      type: 'neurons',
      shape: [3, 3, 2],
      activation: 'tanh',
      projections: [
        { from: 'n', pattern: { type: 'conv2d', filters: 2, kernel: 3, padding: 1 }, share: 'n:conv' },
        { from: 'h', pattern: 'dense', share: 'n:all', name: 'all' },
        { from: 'n', pattern: 'dense', init: { weight: 'he' }, name: 'own' },
      ],
    },
    out: { type: 'dense', units: 2, from: ['m', 'n'] },
  },
  outputs: { out: { loss: 'mse' } },
};

const mixed: Readonly<Record<string, readonly [object, object]>> = {
  'a CNN, convolutions without f and dense layers with': [
    cnn,
    { derivative: 'frozen,conv2d=none', updateDerivative: { default: 'none', dense: 'frozen' } },
  ],
  'a CNN, learned feedback of convolutions, random of one dense layer': [
    cnn,
    { feedback: 'transpose,conv2d=learned,out=random' },
  ],
  'a CNN, all of it, and a pool that sends to all it hears': [
    cnn,
    {
      feedback: 'learned,h=transpose',
      derivative: 'none,conv2d=frozen,c2=none',
      updateDerivative: 'frozen,conv2d=none,c1=frozen',
    },
  ],
  'projections of a node, each by itself': [
    fed,
    {
      feedback: 'transpose,n:conv=learned,n:all=random,m:n=learned,m:all=random',
      updateDerivative: 'none,n:all=frozen,n:one=frozen,m=frozen',
      derivative: 'frozen,m=none',
    },
  ],
  'projections by pattern': [
    fed,
    {
      feedback: 'transpose,conv2d=learned,neurons=random,n:all=transpose,m:all=transpose',
      updateDerivative: 'frozen,scale=none,neurons=none,conv2d=frozen',
    },
  ],
  'a chain, node by node': [
    chain,
    {
      feedback: { h2: 'random', h3: 'learned' },
      derivative: 'frozen,h2=none,out=none',
      updateDerivative: 'none,h1=frozen,out=frozen',
    },
  ],
};

function problemOf(description: object, choices: object, seed = 2, samples = 2) {
  const network = parseNetwork(description);
  const variant = variantOf(choices);
  const rule = arVariant(variant);
  const drawn = initialParameters(network, seed, pathwayOf(rule));
  const parameters = Object.fromEntries(
    Object.entries(drawn).map(([key, { shape, data }]) => [
      key,
      { shape, data: key.endsWith('.bias') ? data.map((_, i) => Math.sin(i + seed) / 3) : data },
    ]),
  );
  return { network, choices, variant, rule, parameters, batch: randomBatch(network, samples, seed + 1) };
}

/** What loops make of it: x of every node at every step, and the mean of gradients. */
function naive(
  { network, choices, variant, parameters, batch }: Omit<ReturnType<typeof problemOf>, 'rule'>,
  steps: number,
  stepSize: number,
) {
  const choiceOf = chosenIn(network.nodes, choices);
  const { presynaptic, plasticity, bias, inputs } = variant;
  const rest = { presynaptic, plasticity, bias, inputs, initial: 'forward', learningRate: 0.1 } as const;
  const options = { ...rest, choiceOf, steps, stepSize };
  return activationRelaxation(circuitIn(network), parameters, samplesOf(batch), options);
}

const engines: Record<string, (network: Network, parameters: Parameters) => Simulator> = {
  'whole layers': (network, parameters) => new BatchedSimulator(network, parameters, exact),
  'events, grain synapse': (network, parameters) =>
    new EventSimulator(network, parameters, { grain: 'synapse' }),
  'events, grain arbor': (network, parameters) => new EventSimulator(network, parameters, { grain: 'arbor' }),
};

const numbers = (given: Readonly<Record<string, { readonly data: ArrayLike<number> }>>) =>
  Object.fromEntries(Object.entries(given).map(([name, { data }]) => [name, Array.from(data)]));

/** How far a course is from the naive one, at any step. */
function courseDistance(got: Relaxed, course: readonly Frame[]): number {
  const steps = got.course.map((frame, step) => {
    const relaxed = Object.entries(course[step]).filter(([state]) => state.endsWith('.x'));
    const wanted = relaxed.map(([state, x]) => [state.slice(0, -'.x'.length), x] as const);
    const got = Object.fromEntries(wanted.map(([name]) => [name, frame[name]]));
    return deviation(numbers(got), Object.fromEntries(wanted), 0.05);
  });
  return Math.max(...steps);
}

describe.each(Object.entries(mixed))('%s', (_, [description, choices]) => {
  const problem = problemOf(description, choices);
  const { network, parameters, rule, batch } = problem;
  const wanted = naive(problem, 8, 0.4);
  // Of weights that stay nobody tells a gradient.
  const learning = Object.fromEntries(
    Object.entries(wanted.gradient).filter(([, values]) => values.some((v) => v !== 0)),
  );

  it.each(Object.keys(engines))('%s relax as loops do, node by node, at every step', (engine) => {
    const simulator = engines[engine](network, parameters);
    const relaxation = relaxationOf({ solver: 'euler', steps: 8, stepSize: 0.4 });
    const got = simulator.relax(batch, { rule, relaxation, record: true });
    expect(got.course).toHaveLength(wanted.course.length);
    expect(courseDistance(got, wanted.course)).toBeLessThan(1e-12);
    expect(Object.keys(got.gradient).sort()).toEqual(Object.keys(learning).sort());
    expect(deviation(numbers(got.gradient), learning, 0.05)).toBeLessThan(1e-12);
    simulator.dispose();
  });

  it('a closed form and equilibrium follow', () => {
    const leaves = (solver: string, given: object = {}, make = engines['whole layers']) => {
      const simulator = make(network, parameters);
      return simulator.relax(batch, { rule, relaxation: relaxationOf({ solver, ...given }) });
    };
    const steps = { steps: 8, stepSize: 0.4 };
    expect(deviation(numbers(leaves('closed-form', steps).gradient), learning, 0.05)).toBeLessThan(1e-12);
    const far = numbers(leaves('euler', { steps: 300, stepSize: 0.4 }).gradient);
    for (const make of Object.values(engines))
      expect(deviation(numbers(leaves('equilibrium', {}, make).gradient), far, 0.05)).toBeLessThan(1e-10);
  });

  it('weights that learn, learn alike: those of which another is chosen stay', () => {
    const relaxation = relaxationOf({ solver: 'euler', steps: 4, stepSize: 0.4 });
    const [one, ...others] = Object.values(engines).map((make) => {
      const simulator = make(network, parameters);
      for (let i = 0; i < 3; i++)
        simulator.train(randomBatch(network, 2, 20 + i), { rule, relaxation, learningRate: 0.1 });
      return numbers(simulator.parameters());
    });
    for (const other of others) expect(deviation(other, one, 0.05)).toBeLessThan(1e-12);
    const changed = Object.keys(one).filter((name) =>
      one[name].some((w, k) => w !== parameters[name].data[k]),
    );
    expect(changed.sort()).toEqual(Object.keys(learning).sort());
  });
});

/** Projections whose feedback learns have one update derivative. */
function canChoose(network: Network, rule: ReturnType<typeof arVariant>): boolean {
  try {
    requirePlaces(layOut(network), rule);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
}

it.each([
  ['nodes', cnn, ['conv2d', 'dense', 'c1', 'c2', 'h', 'out']],
  ['projections', fed, ['conv2d', 'dense', 'n', 'n:conv', 'n:all', 'n:one', 'm:n', 'm:own', 'neurons']],
] as const)(
  'any choices of %s: both engines agree at every step, and with loops, whatever else a variant chooses',
  (_, description, keys) => {
    const some = <N extends string>(names: readonly N[], of: readonly string[] = keys) =>
      fc
        .record({ default: fc.constantFrom(...names) })
        .chain((given) =>
          fc
            .dictionary(fc.constantFrom(...of), fc.constantFrom(...names), { maxKeys: 3 })
            .map((others) => ({ ...others, ...given })),
        );
    // What neurons say down is a node's.
    const nodes = keys.filter((key) => !key.includes(':'));
    const variants = fc.record({
      feedback: some(['transpose', 'random', 'learned']),
      derivative: some(['frozen', 'current', 'none'], nodes),
      updateDerivative: some(['frozen', 'current', 'none']),
      presynaptic: fc.constantFrom('stored', 'current'),
      plasticity: fc.constantFrom('equilibrium', 'equilibrium', 'continuous'),
      inputs: fc.constantFrom('clamped', 'clamped', 'relaxing'),
    });
    const schedules = fc.constantFrom('synchronous', 'top-down', 'asynchronous');
    const law = fc.property(variants, schedules, fc.nat(100), (choices, schedule, seed) => {
      const { network, parameters, rule, batch, variant } = problemOf(description, choices, seed, 1);
      fc.pre(canChoose(network, rule));
      const order = { schedule, ...(schedule === 'asynchronous' && { seed: 3 }) };
      const relaxation = relaxationOf({ solver: 'euler', steps: 3, stepSize: 0.3, ...order });
      const presentation = { rule, relaxation, record: true, learningRate: 0.1 };
      const [one, ...others] = Object.values(engines).map((make) =>
        make(network, parameters).relax(batch, presentation),
      );
      if (schedule === 'synchronous') {
        const wanted = naive({ network, choices, variant, parameters, batch }, 3, 0.3);
        expect(courseDistance(one, wanted.course), variantName(variant)).toBeLessThan(1e-12);
        const learnt = Object.keys(one.gradient).map((name) => [name, wanted.gradient[name]]);
        expect(deviation(numbers(one.gradient), Object.fromEntries(learnt), 0.05)).toBeLessThan(1e-11);
      }
      for (const other of others) {
        const frames = other.course.map((frame, k) =>
          deviation(numbers(frame), numbers(one.course[k]), 0.05),
        );
        expect(Math.max(...frames), variantName(variant)).toBeLessThan(1e-12);
        expect(Object.keys(other.gradient).sort()).toEqual(Object.keys(one.gradient).sort());
        expect(deviation(numbers(other.gradient), numbers(one.gradient), 0.05)).toBeLessThan(1e-11);
      }
      return true;
    });
    fc.assert(law, { seed: 23, numRuns: 14 });
  },
);

it('where all nodes choose the same it is the variant that names one choice', () => {
  const same: Partial<Variant> = { feedback: 'learned', derivative: 'none', updateDerivative: 'frozen' };
  const apart = {
    feedback: 'random,conv2d=learned,dense=learned,maxPool2d=learned',
    derivative: 'frozen,conv2d=none,dense=none,p1=none',
    updateDerivative: 'none,conv2d=frozen,dense=frozen',
  };
  const { network, parameters, batch } = problemOf(cnn, same);
  for (const make of Object.values(engines)) {
    const [one, other] = [same, apart].map((choices) => {
      const rule = { ...arVariant(variantOf(choices)), choices: [] };
      const relaxation = relaxationOf({ solver: 'euler', steps: 5, stepSize: 0.4 });
      return make(network, parameters).relax(batch, { rule, relaxation });
    });
    expect(numbers(other.activity)).toEqual(numbers(one.activity));
    expect(numbers(other.gradient)).toEqual(numbers(one.gradient));
  }
});
