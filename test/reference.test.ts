import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneHidden, twoHidden, twoOutputs } from './reference/by-hand.js';
import * as ref from './reference/index.js';
import { anyTargets, chain, deviation, example, tangle } from './reference/index.js';

const schedules = ['synchronous', 'top-down'] as const;
const cases = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'].flatMap((activation) =>
  ['mse', 'cross-entropy'].flatMap((loss): [string, ref.Example][] => [
    [`chain, ${activation}, ${loss}`, example(chain(activation, loss))],
    [`tangle, ${activation}, ${loss}`, example(tangle(activation, loss))],
    [`tangle, ${activation}, ${loss}, any targets`, anyTargets(example(tangle(activation, loss)))],
  ]),
);

describe('by hand: one hidden layer', () => {
  it('sweeps forward', () => {
    const [network, params, batch] = oneHidden;
    const latched = ref.forward(network, params, batch.inputs);
    expect(latched['layers.0'].preactivation.flat()).toEqual([3, -2, 1, -1]);
    expect(latched['layers.0'].activity.flat()).toEqual([3, 0, 1, 0]);
    expect(latched['layers.0'].slope.flat()).toEqual([1, 0, 1, 0]);
    expect(latched['layers.1'].activity.flat()).toEqual([2, -2]);
    expect(ref.loss(...oneHidden)).toBe(0.5); // (1/2 + 1/2) / 2
  });

  // The drive of the hidden layer is W1^T e = (2, -1) and (-2, 1). Steps of 1/2 go half the way:
  // (3, 0) -> (5/2, -1/2) -> (9/4, -3/4) and (1, 0) -> (-1/2, 1/2) -> (-5/4, 3/4).
  // The only layer above is clamped, so both schedules agree. Gradients after two steps:
  // dW1 = ((3, 0) - (1, 0)) / 2, db1 = (1 - 1) / 2, dW0 row 0 = (9/4 (1, 2) - 5/4 (0, 0)) / 2,
  // db0 = (9/4 - 5/4) / 2; row 1 is behind f' = 0.
  it.each(schedules)('takes two %s steps and reads off the gradients', (schedule) => {
    const result = ref.relax(...oneHidden, { steps: 2, stepSize: 0.5, schedule, record: true });
    const steps = result.course['layers.0'].map((step) => step.flat());
    expect(steps).toEqual([
      [3, 0, 1, 0],
      [2.5, -0.5, -0.5, 0.5],
      [2.25, -0.75, -1.25, 0.75],
    ]);
    expect(result.course['layers.1'].flat(2)).toEqual([1, -1, 1, -1, 1, -1]);
    expect(result.activity['layers.0']).toEqual(result.course['layers.0'][2]);
    expect(result.loss).toBe(0.5);
    expect(result.gradient).toEqual({
      'layers.0.weight': [1.125, 2.25, 0, 0],
      'layers.0.bias': [0.5, 0],
      'layers.1.weight': [1, 0],
      'layers.1.bias': [0],
    });
  });

  // At equilibrium the hidden state is the drive: dW0 row 0 = (2 (1, 2) - 2 (0, 0)) / 2, db0 = (2 - 2) / 2.
  it('knows the gradient, three ways, and descends it', () => {
    const exact = {
      'layers.0.weight': [1, 2, 0, 0],
      'layers.0.bias': [0, 0],
      'layers.1.weight': [1, 0],
      'layers.1.bias': [0],
    };
    expect(deviation(ref.equilibrium(...oneHidden).gradient, exact)).toBe(0);
    expect(deviation(ref.backprop(...oneHidden), exact)).toBe(0);
    expect(deviation(ref.finiteDifferences(...oneHidden), exact)).toBeLessThan(1e-6);
    const [network, params, batch] = oneHidden;
    const options = { steps: 1, stepSize: 1, schedule: 'top-down', learningRate: 0.5 } as const;
    const trained = ref.train(network, params, [batch], options);
    expect(trained['layers.0.weight'].data).toEqual([0.5, -0.5, 1, -1]);
    expect(trained['layers.1.weight'].data).toEqual([1.5, -1]);
    expect(params['layers.0.weight'].data).toEqual([1, 0.5, 1, -1]);
  });
});

describe('by hand: two hidden layers tell the schedules apart', () => {
  const run = (schedule: ref.Schedule, initial: ref.Initial) =>
    ref.relax(...twoHidden, { steps: 2, stepSize: 0.5, schedule, initial, record: true }).course;

  // synchronous: (a, b) = (2, 4) -> (7, 5/2) -> (29/4, 7/4), from zero (0, 0) -> (0, 1/2) -> (3/4, 3/4)
  it('synchronous: a sees the b of the step before', () => {
    const { a, b, out } = run('synchronous', 'forward');
    expect([a.flat(2), b.flat(2), out.flat(2)]).toEqual([
      [2, 7, 7.25],
      [4, 2.5, 1.75],
      [2, 2, 2],
    ]);
    expect(run('synchronous', 'zero').a.flat(2)).toEqual([0, 0, 0.75]);
  });

  // top-down: b moves first: (2, 4) -> (19/4, 5/2) -> (5, 7/4), from zero (0, 0) -> (3/4, 1/2) -> (3/2, 3/4)
  it('top-down: a sees the b of the same step', () => {
    const { a, b } = run('top-down', 'forward');
    expect([a.flat(2), b.flat(2)]).toEqual([
      [2, 4.75, 5],
      [4, 2.5, 1.75],
    ]);
    expect(run('top-down', 'zero').a.flat(2)).toEqual([0, 0.75, 1.5]);
  });

  // One top-down step: b: 4 -> 3, half the way to 2; a: 2 -> 11/2, half the way to 9. At rest b = 2, a = 6.
  it('an output with a child relaxes towards its error plus the feedback', () => {
    const once = ref.relax(...twoOutputs, { steps: 1, stepSize: 0.5, schedule: 'top-down' });
    expect(once.activity).toEqual({ a: [[5.5]], b: [[3]], out: [[2]] });
    expect(once.loss).toBe(2.5);
    expect(once.course).toEqual({});
    expect(ref.equilibrium(...twoOutputs).activity).toEqual({ a: [[6]], b: [[2]], out: [[2]] });
  });
});

describe.each(cases)('%s', (_, problem) => {
  const exact = ref.backprop(...problem);

  it('backprop is the slope of the loss', () => {
    expect(deviation(exact, ref.finiteDifferences(...problem))).toBeLessThan(1e-6);
  });

  it('equilibrium is backprop', () => {
    expect(deviation(ref.equilibrium(...problem).gradient, exact)).toBeLessThan(1e-12);
  });

  // The longest path has three relaxing nodes: layers 2, 1, 0 of the chain, c, b, a of the tangle.
  it('a step of 1 is exact: in one top-down sweep, in three synchronous steps and no fewer', () => {
    const remaining = (steps: number, schedule: ref.Schedule) =>
      deviation(ref.relax(...problem, { steps, stepSize: 1, schedule }).gradient, exact);
    expect(remaining(1, 'top-down')).toBeLessThan(1e-12);
    expect(remaining(3, 'synchronous')).toBeLessThan(1e-12);
    expect(remaining(2, 'synchronous')).toBeGreaterThan(1e-3);
  });

  it.each(schedules)('many %s steps tend to equilibrium', (schedule) => {
    const long = ref.relax(...problem, { steps: 200, stepSize: 0.3, schedule });
    expect(deviation(long.activity, ref.equilibrium(...problem).activity)).toBeLessThan(1e-12);
  });
});

describe('closed form and continuous time', () => {
  const chained = cases.filter(([name]) => name.startsWith('chain')).map(([, problem]) => problem);

  it('the closed form of a chain is what stepping gives', () => {
    const step = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0.01, max: 1.5, noNaN: true }));
    const options = fc.record({
      steps: fc.nat(30),
      stepSize: step,
      schedule: fc.constantFrom(...schedules),
      initial: fc.constantFrom<ref.Initial>('forward', 'zero'),
    });
    const law = fc.property(fc.constantFrom(...chained), options, (problem, how) => {
      const stepped = ref.relax(...problem, how);
      const closed = ref.closedForm(...problem, how);
      expect(deviation(closed.activity, stepped.activity)).toBeLessThan(1e-10);
      expect(deviation(closed.gradient, stepped.gradient)).toBeLessThan(1e-10);
    });
    fc.assert(law, { seed: 7, numRuns: 200 });
  });

  it.each([0, 0.5, 3, 40])('at time %d the exponential is the closed form, and tends to rest', (time) => {
    for (const initial of ['forward', 'zero'] as const) {
      for (const problem of chained) {
        const closed = ref.closedFormAt(...problem, { time, initial });
        const flow = ref.continuous(...problem, { time, initial });
        expect(deviation(flow.activity, closed.activity)).toBeLessThan(1e-12);
        if (time === 40) expect(deviation(flow.gradient, ref.backprop(...problem))).toBeLessThan(1e-12);
      }
    }
  });

  it.each(schedules)('%s Euler steps tend to continuous time, to first order', (schedule) => {
    for (const problem of [example(chain('tanh', 'mse')), example(tangle('tanh', 'mse'))]) {
      const { activity } = ref.continuous(...problem, { time: 2 });
      const error = (steps: number) =>
        deviation(ref.relax(...problem, { steps, stepSize: 2 / steps, schedule }).activity, activity);
      expect(error(200) / error(400)).toBeCloseTo(2, 1);
      expect(error(400)).toBeLessThan(0.01);
    }
  });
});

describe('forms of a network', () => {
  const options = { steps: 5, stepSize: 0.2, schedule: 'synchronous', record: true } as const;

  it('the layered form is the same network in graph form', () => {
    const [network, params, batch] = example(chain('sigmoid', 'cross-entropy'));
    const graph = ref.layeredToGraph(chain('sigmoid', 'cross-entropy'));
    expect(ref.relax(graph, params, batch, options)).toEqual(ref.relax(network, params, batch, options));
    expect(Object.keys(graph.nodes)).toEqual(['layers.0', 'layers.1', 'layers.2', 'layers.3']);
  });

  it('the order of the list of nodes does not matter', () => {
    const network = tangle('softplus', 'mse');
    const [, params, batch] = example(network);
    const nodes = Object.fromEntries(Object.entries(network.nodes).reverse());
    const turned = ref.relax({ ...network, nodes }, params, batch, options);
    expect(deviation(turned.course, ref.relax(network, params, batch, options).course)).toBeLessThan(1e-14);
  });

  it('training is one relaxation and one descent per minibatch', () => {
    const [network, params, batch] = example(tangle('tanh', 'mse'));
    const how = { steps: 20, stepSize: 0.5, schedule: 'top-down', learningRate: 0.1 } as const;
    const twice = ref.train(network, params, [batch, batch], how);
    const once = ref.train(network, params, [batch], how);
    expect(ref.train(network, once, [batch], how)).toEqual(twice);
    expect(ref.loss(network, twice, batch)).toBeLessThan(ref.loss(network, params, batch));
  });
});
