import { afterEach, describe, expect, it } from 'vitest';
import { swish } from '../docs/examples/swish.js';
import { numbers } from '../src/math/numbers.js';
import { initialParameters, matrix } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { activations, addActivation } from '../src/neurons/activations.js';
import { adding, type Remove } from '../src/registry.js';
import { BatchedSimulator } from '../src/sim/batched/engine.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { optimiserOf } from '../src/sim/optimising.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';
import { addSchedule, schedules } from '../src/sim/schedules.js';
import { optimiserFamily } from '../src/synapses/optimiser.js';
import { addOptimiser } from '../src/synapses/optimisers.js';
import { exact } from './sim/batched/phases/exact.js';

const removals: Remove[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

describe('a list', () => {
  interface Shape {
    readonly sides: number;
    area(side: number): number;
  }
  const square: Shape = { sides: 4, area: (side) => side * side };
  const list: Record<string, Shape> = {};
  const add = adding<Shape>('shapes', list, { sides: 'number', area: 'function' });

  it('takes an entry until it is taken out again', () => {
    const remove = add('square', square);
    expect(list).toEqual({ square });
    remove();
    expect(list).toEqual({});
  });

  it('keeps one that came later under the same name', () => {
    const remove = add('square', square);
    remove();
    const other = { ...square };
    removals.push(add('square', other));
    remove();
    expect(list.square).toBe(other);
  });

  it.each(['', 'Square', '-square', 'two words', 'a_b', '__proto__', 'x'.repeat(41), '4', 'a--b'])(
    'refuses the name %j',
    (name) => {
      expect(() => add(name, square)).toThrow(/^shapes: got the name .*, expected at most 40 small letters/);
      expect(Object.keys(list)).toEqual([]);
    },
  );

  it('refuses a name that is taken, or that every object has', () => {
    removals.push(add('square', square));
    expect(() => add('square', square)).toThrow(
      /^shapes: got the name "square", expected one that is not taken: not square\.$/,
    );
    expect(() => add('constructor', square)).toThrow(/^shapes: got the name "constructor"/);
  });

  it('refuses what lacks a member, has one of another kind, or is no object', () => {
    const odd = (entry: unknown) => () => add('odd', entry as Shape);
    expect(odd({ sides: 4, aera: square.area })).toThrow(
      /^shapes\.odd\.area: got nothing, expected a function\. Try area instead of aera\.$/,
    );
    expect(odd({ ...square, sides: 'four' })).toThrow(
      /^shapes\.odd\.sides: got "four", expected a number\.$/,
    );
    expect(odd(null)).toThrow(/^shapes\.odd: got null, expected an object\.$/);
    expect(odd({ ...square, name: 'even' })).toThrow(/^shapes\.odd\.name: got "even", expected "odd"\.$/);
    expect(list).toEqual({});
  });
});

describe('an activation function that was added at run time', () => {
  const description = (activation: string) => ({
    input: [3],
    layers: [
      { type: 'dense', units: 4, activation },
      { type: 'dense', units: 2, activation: 'linear' },
    ],
    init: { bias: { type: 'normal', sd: 0.5 } },
  });
  const batch = {
    size: 2,
    inputs: {
      input: matrix([
        [0.2, -1.5, 0.7],
        [1, 0.3, -0.4],
      ]),
    },
    targets: {
      'layers.1': matrix([
        [1, 0],
        [0, -1],
      ]),
    },
  };

  it('is not known before, and named in refusals once it is', () => {
    expect(() => parseNetwork(description('swish'))).toThrow(/expected one of .*rsqrt\.$/);
    removals.push(addActivation('swish', swish));
    expect(Object.keys(parseNetwork(description('swish')).nodes)).toHaveLength(2);
    expect(() => parseNetwork(description('swisch'))).toThrow(/rsqrt, swish\. Try "swish"\.$/);
    removals.pop()!();
    expect(() => parseNetwork(description('swish'))).toThrow(/expected one of .*rsqrt\.$/);
    expect(Object.keys(activations)).not.toContain('swish');
  });

  it.each([rules.ar, rules.pc, rules.dfa])('runs in both engines, which agree: $name', (rule) => {
    removals.push(addActivation('swish', swish));
    const network = parseNetwork(description('swish'));
    const parameters = initialParameters(network, 2, {
      directWeights: true,
      ownWeights: false,
      inputsRelax: false,
    });
    const engines = [
      new BatchedSimulator(network, parameters, exact),
      new EventSimulator(network, parameters),
    ];
    const relaxation = relaxationOf({ solver: 'euler', steps: 5 });
    const [batched, events] = engines.map((engine) => engine.relax(batch, { rule, relaxation }));
    const [hidden] = Object.keys(network.nodes);
    const { weight, bias } = { weight: parameters[`${hidden}.weight`], bias: parameters[`${hidden}.bias`] };
    const first = numbers.add(
      [0, 1, 2].reduce((sum, i) => sum + weight.data[i] * batch.inputs.input.data[i], 0),
      bias.data[0],
    );
    expect(events.forward[hidden].data[0]).toBeCloseTo(first / (1 + Math.exp(-first)), 12);
    for (const [name, { data }] of Object.entries(events.gradient))
      for (const [i, value] of [...data].entries())
        expect(value, name).toBeCloseTo(batched.gradient[name].data[i], 12);
  });
});

it('a schedule that was added is known to settings of a relaxation, until it is taken out', () => {
  const remove = addSchedule('twice', { ...schedules.synchronous });
  expect(relaxationOf({ schedule: 'twice' })).toMatchObject({ schedule: 'twice' });
  remove();
  expect(() => relaxationOf({ schedule: 'twice' })).toThrow(
    /expected one of synchronous, top-down, asynchronous/,
  );
});

it('an optimiser that was added is followed by both engines, traces and all, until it is taken out', () => {
  // The mean of this gradient and the last, by hand: b is the last, 0 before the first.
  const averaged = optimiserFamily({
    name: 'averaged',
    summary: 'the mean of two gradients',
    source: 'of a test',
    options: {},
    of: () => ({
      traces: ['last'],
      descend: (m, gradient, [last], { rate }) => ({
        step: m.affine(m.add(gradient, last), rate / 2, 0),
        traces: [gradient],
      }),
    }),
  });
  removals.push(addOptimiser('averaged', averaged));
  const network = parseNetwork({ input: [1], layers: [{ type: 'dense', units: 1 }] });
  const batch = {
    size: 1,
    inputs: { input: matrix([[1]]) },
    targets: { 'layers.0': matrix([[0]]) },
  };
  const parameters = {
    'layers.0.weight': matrix([[1]]),
    'layers.0.bias': { shape: [1], data: new Float32Array(1) },
  };
  for (const engine of [
    new BatchedSimulator(network, parameters, exact),
    new EventSimulator(network, parameters),
  ]) {
    const presented = { rule: rules.ar, relaxation: relaxationOf({ solver: 'euler' }), learningRate: 0.2 };
    const optimiser = optimiserOf('averaged');
    for (let k = 0; k < 2; k++) engine.train(batch, { ...presented, optimiser });
    // g1 = 1, w1 = 1 - 0.1, b1 = -0.1; g2 = 0.8, w2 = 0.9 - 0.1 (0.8 + 1).
    expect(engine.parameters()['layers.0.weight'].data[0]).toBeCloseTo(0.72, 12);
  }
  removals.pop()!();
  expect(() => optimiserOf('averaged')).toThrow(
    /expected one of sgd, momentum, nesterov, rmsprop, adam, adamw\.$/,
  );
});
