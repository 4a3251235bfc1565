import { describe, expect, it } from 'vitest';
import { oneHidden, twoHidden, twoOutputs } from './by-hand.js';
import { chain, example, tangle } from './examples.js';
import {
  type Choices,
  deviation,
  type Example,
  relax,
  relaxVariant,
  standardChoices,
  train,
  trainVariant,
  type VariantOptions,
} from './index.js';

type Given = Partial<VariantOptions>;
const half = { steps: 2, stepSize: 0.5, schedule: 'synchronous', learningRate: 1 } as const;
const run = (problem: Example, given: Given) =>
  relaxVariant(...problem, { ...standardChoices, ...half, ...given });
/** An example with more parameters. */
const withFeedback = ([network, params, batch]: Example, more: Example[1]): Example => [
  network,
  { ...params, ...more },
  batch,
];
const value = (x: number) => ({ shape: [1, 1], data: [x] });

// Both relax with the same numbers (see by-hand.ts), but this B is no transpose: [1 2; 3 4] into u, (10, 20) into
// the hidden layer.
const fed = withFeedback(oneHidden, {
  'layers.0.feedback': { shape: [2, 2], data: [1, 2, 3, 4] },
  'layers.1.feedback': { shape: [2, 1], data: [10, 20] },
});

describe('feedback weights of their own', () => {
  // Half the way to (10, 20) e: (3, 0) -> (6.5, 10) -> (8.25, 15) and (1, 0) -> (-4.5, -10) -> (-7.25, -15).
  const hidden = [
    [8.25, 15],
    [-7.25, -15],
  ];

  it('random: they carry down, and have no gradient', () => {
    const { activity, gradient } = run(fed, { feedback: 'random' });
    expect(activity['layers.0']).toEqual(hidden);
    expect(Object.keys(gradient).filter((name) => name.endsWith('feedback'))).toEqual([]);
  });

  // f' = (1, 0): dW0 row 0 = (8.25 (1, 2) - 7.25 (0, 0)) / 2. The first layer's go nowhere while inputs are clamped.
  it('learned: their gradient is the transpose of the weight gradient, where a parent moves', () => {
    const { activity, gradient } = run(fed, { feedback: 'learned' });
    expect(activity['layers.0']).toEqual(hidden);
    expect(gradient).toEqual({
      'layers.0.weight': [4.125, 8.25, 0, 0],
      'layers.0.bias': [0.5, 0],
      'layers.1.weight': [1, 0],
      'layers.1.bias': [0],
      'layers.1.feedback': [1, 0],
    });
  });

  // Without derivatives u moves half the way to [1 2; 3 4] x: in sample 1 from (1, 2) to (3, 9) and then to
  // (6.5 + 20, 19.5 + 40), in sample 2 from (0, 0) to (1, 3) and then to (-24.5, -53.5).
  it('into inputs that relax; dW0 = x u^T, its transpose for B', () => {
    const given = { feedback: 'learned', inputs: 'relaxing', derivative: 'none' } as const;
    const update = { updateDerivative: 'none', presynaptic: 'current' } as const;
    const { activity, gradient } = run(fed, { ...given, ...update });
    expect(activity.input).toEqual([
      [14.25, 32.5],
      [-12, -26],
    ]);
    const outer = (i: number, j: number) =>
      (hidden[0][i] * activity.input[0][j] + hidden[1][i] * activity.input[1][j]) / 2;
    expect(gradient['layers.0.weight']).toEqual([outer(0, 0), outer(0, 1), outer(1, 0), outer(1, 1)]);
    expect(gradient['layers.0.feedback']).toEqual([outer(0, 0), outer(1, 0), outer(0, 1), outer(1, 1)]);
    expect(gradient['layers.0.bias']).toEqual([0.5, 0]);
  });

  it('zero start: inputs at zero too, and the stimulus in the stored presynaptic activity', () => {
    const given = { feedback: 'random', inputs: 'relaxing', initial: 'zero' } as const;
    const { course, gradient } = run(fed, { ...given, steps: 1 });
    expect(course.input[0]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(course['layers.0'][1]).toEqual([
      [5, 10],
      [-5, -10],
    ]);
    expect(gradient['layers.0.weight']).toEqual([2.5, 5, 0, 0]);
  });
});

// u -> a -> b -> out with t = 5 instead of 1, so e = -2: b relaxes towards -1, and 3 a - 2 changes its sign.
const falling: Example = [twoHidden[0], twoHidden[1], { inputs: { u: [[1]] }, targets: { out: [[5]] } }];

describe('derivatives of the moment', () => {
  const course = (given: Given) =>
    run(falling, { derivative: 'current', steps: 5, ...given }).course.a.flat(2);

  // b: 4, 3/2, 1/4, -3/8, -11/16, -27/32, -59/64. a moves half the way to 3 b as long as 3 a > 2.
  it('synchronous: the slope of b follows the a of the step before', () => {
    expect(course({ steps: 6 })).toEqual([2, 7, 5.75, 3.25, 1.0625, -0.5, -0.25]);
  });

  it('top-down', () => {
    expect(course({ schedule: 'top-down' })).toEqual([2, 3.25, 2, 0.4375, 0.21875, 0.109375]);
  });

  // Now as long as 3 a > 0: one step longer.
  it('without the bias', () => {
    const given = { schedule: 'top-down', bias: 'excluded' } as const;
    expect(course(given)).toEqual([2, 3.25, 2, 0.4375, -0.8125, -0.40625]);
  });

  // After three steps top-down a = 7/16, b = -3/8: 3 a - 2 < 0 < 3 a; frozen 3 abar - 2 > 0.
  it('in the weight change', () => {
    const gradient = (given: Given) => run(falling, { schedule: 'top-down', steps: 3, ...given }).gradient;
    expect(gradient({})['b.weight']).toEqual([-0.75]);
    expect(gradient({ presynaptic: 'current' })['b.weight']).toEqual([-0.375 * 0.4375]);
    expect(gradient({ updateDerivative: 'current' })['b.weight']).toEqual([0]);
    expect(gradient({ updateDerivative: 'current', bias: 'excluded' })['b.weight']).toEqual([-0.75]);
  });

  // oneHidden: abar = (3, -2), (1, -1), without the bias (2, -1) and (0, 0).
  it('frozen without the bias: the slope of zero is zero', () => {
    const { gradient } = run(oneHidden, { bias: 'excluded' });
    expect(gradient['layers.0.weight']).toEqual([1.125, 2.25, 0, 0]);
    expect(gradient['layers.0.bias']).toEqual([1.125, 0]);
  });

  it('none: every unit learns', () => {
    const { gradient } = run(oneHidden, { updateDerivative: 'none' });
    expect(gradient['layers.0.weight']).toEqual([1.125, 2.25, -0.375, -0.75]);
    expect(gradient['layers.0.bias']).toEqual([0.5, 0]);
  });
});

/** u -> h (two units, h = (u, u)) -> out = relu(h1 + h2 - 1): with u = 1, t = 3 it is 1, and e = -2. */
const gate: Example = [
  {
    input: [1],
    layers: [
      { type: 'dense', units: 2, activation: 'linear' },
      { type: 'dense', units: 1, activation: 'relu' },
    ],
    loss: 'mse',
  },
  {
    'layers.0.weight': { shape: [2, 1], data: [1, 1] },
    'layers.0.bias': { shape: [2], data: [0, 0] },
    'layers.1.weight': { shape: [1, 2], data: [1, 1] },
    'layers.1.bias': { shape: [1], data: [-1] },
  },
  { inputs: { input: [[1]] }, targets: { 'layers.1': [[3]] } },
];

describe('one unit after the other', () => {
  const order = [
    [
      ['layers.0', 0],
      ['layers.0', 1],
    ],
    [
      ['layers.0', 1],
      ['layers.0', 0],
    ],
  ] as const;
  const hidden = (given: Given) => run(gate, { derivative: 'current', ...given }).course['layers.0'].flat();

  // Both go half the way to -2: then h1 + h2 < 1, the gate shuts, and they go half the way to 0.
  it('at once: both hear the open gate', () => {
    const open = [
      [1, 1],
      [-0.5, -0.5],
      [-0.25, -0.25],
    ];
    expect(hidden({})).toEqual(open);
    expect(hidden({ schedule: 'top-down' })).toEqual(open);
  });

  it('in turn: the first shuts it for the second', () => {
    expect(hidden({ schedule: 'asynchronous', order })).toEqual([
      [1, 1],
      [-0.5, 0.5],
      [-0.25, 0.25],
    ]);
  });

  it('with the order of nodes from the top down, it is top-down', () => {
    const problem = example(tangle('relu', 'mse'));
    const names = ['c', 'early', 'b', 'a'];
    const units = { c: 4, early: 2, b: 3, a: 4 };
    const turns = names.flatMap((name) =>
      Array.from({ length: units[name as keyof typeof units] }, (_, i) => [name, i] as const),
    );
    const one = run(problem, { schedule: 'asynchronous', order: [turns, turns] });
    expect(deviation(one.course, run(problem, { schedule: 'top-down' }).course)).toBeLessThan(1e-14);
  });
});

describe('weights that move with the activities', () => {
  // a, b, e = 2, 4, 2; per step 1/8 of the gradient. Step 1: wo 1/2 - 8/8, bo 1 - 2/8, wb 3 - 8/8, bb -2 - 4/8,
  // wa 2 - 2/8, ba -2/8, and from the old weights a = 7, b = 5/2. Step 2, xbar still (2, 4): wo - 8/8, bo - 2/8,
  // wb - 5/8, bb - 5/16, wa - 7/8, ba - 7/8, and with wo = -1/2, wb = 2: b = 5/4 - 1/2, a = 7/2 + 5/2.
  const given = { plasticity: 'continuous', learningRate: 0.25 } as const;
  const after = {
    'a.weight': 0.875,
    'a.bias': -1.125,
    'b.weight': 1.375,
    'b.bias': -2.8125,
    'out.weight': -1.5,
    'out.bias': 0.5,
  };
  const [network, params, batch] = twoHidden;
  const trained = (more: Given, set = params) =>
    trainVariant(network, set, [batch], { ...standardChoices, ...half, ...given, ...more });
  const numbers = (set: Example[1]) =>
    Object.fromEntries(Object.entries(set).map(([k, { data }]) => [k, data[0]]));

  it('by hand', () => {
    const { course, gradient } = run(twoHidden, given);
    expect([course.a.flat(2), course.b.flat(2)]).toEqual([
      [2, 7, 6],
      [4, 2.5, 0.75],
    ]);
    expect(numbers(trained({}))).toEqual(after);
    for (const [name, end] of Object.entries(after))
      expect(gradient[name]).toEqual([(params[name].data[0] - end) * 4]);
  });

  // Of wo per step 1/8 * 2 = 1/4 is lost: 1/2 -> 3/8 - 1 -> -15/32 - 1; of the bias nothing.
  it('decay', () => {
    const { 'out.weight': weight, 'out.bias': bias } = numbers(trained({ weightDecay: 2 }));
    expect([weight, bias]).toEqual([-1.46875, 0.5]);
  });

  // Feedback 1/2 and 3 as the weights; at twice the rate out's goes 1/2 -> -3/2 -> -7/2, so b: 5/4 - 3/2.
  it('learned feedback, at a rate of its own', () => {
    const set = { ...params, 'b.feedback': value(3), 'out.feedback': value(0.5) };
    const same = numbers(trained({ feedback: 'learned' }, set));
    expect(same).toEqual({ ...after, 'b.feedback': 1.375, 'out.feedback': -1.5 });
    const fast = { feedback: 'learned', feedbackLearningRate: 0.5 } as const;
    expect(numbers(trained(fast, set))['out.feedback']).toBe(-3.5);
    const problem = withFeedback(twoHidden, set);
    const { activity, gradient } = run(problem, { ...given, ...fast });
    expect(activity.b).toEqual([[-0.25]]);
    expect(gradient['out.feedback']).toEqual([16]);
  });

  // 3 a - 2 stays positive with the weights of the time: in step 2 wb = 2, bb = -5/2, a = 7.
  it('slopes of the moment are those of the weights of the moment', () => {
    const steep = { ...params, 'b.bias': { shape: [1], data: [-5.5] } };
    const problem: Example = [network, steep, batch];
    // b = relu(6 - 5.5) = 1/2, out = 5/4, e = 1/4. One step of size 1: wb = 3 - 2 * 1/2 * 2 = 1, bb = -6.5,
    // a = 3/2; so its slope goes out, and b learns nothing in step 2.
    const options = { ...given, learningRate: 2, stepSize: 1, updateDerivative: 'current' } as const;
    const { gradient } = run(problem, options);
    expect(gradient['b.weight']).toEqual([1]);
    expect(run(problem, { ...options, updateDerivative: 'frozen' }).gradient['b.weight']).toEqual([1.25]);
  });
});

describe('training in a variant', () => {
  // oneHidden after two steps (by hand in test/reference.test.ts): dW1 = (1, 0), dW0 row 0 = (9/8, 9/4).
  it('weight decay takes its share of weights and learned feedback, not of biases', () => {
    const [network, params, batch] = fed;
    const options = { ...standardChoices, ...half, feedback: 'learned', learningRate: 0.5 } as const;
    const end = trainVariant(network, params, [batch], {
      ...options,
      weightDecay: 0.5,
      feedbackLearningRate: 1,
    });
    expect(end['layers.1.weight'].data).toEqual([0.75 * 2 - 0.5, -0.75]);
    expect(end['layers.1.feedback'].data).toEqual([0.5 * 10 - 1, 0.5 * 20]);
    expect(end['layers.0.bias'].data).toEqual([1 - 0.25, -1]);
    expect(end['layers.0.feedback']).toEqual(params['layers.0.feedback']);
  });

  const cases = (['relu', 'sigmoid'] as const).flatMap((activation) => [
    example(chain(activation, 'mse')),
    example(tangle(activation, 'cross-entropy')),
    twoOutputs,
  ]);

  it.each(['synchronous', 'top-down'] as const)(
    'the standard choices are the plain reference, %s',
    (schedule) => {
      const how = { ...half, steps: 9, schedule, record: true };
      for (const problem of cases) {
        const want = relax(...problem, how);
        const got = run(problem, how);
        expect(deviation(got.course, want.course)).toBeLessThan(1e-14);
        expect(deviation(got.gradient, want.gradient)).toBeLessThan(1e-14);
        const [network, params, batch] = problem;
        const data = (set: Example[1]) =>
          Object.fromEntries(Object.entries(set).map(([k, v]) => [k, v.data]));
        const ends = train(network, params, [batch, batch], how);
        const others = trainVariant(network, params, [batch, batch], { ...standardChoices, ...how });
        expect(deviation(data(others), data(ends))).toBeLessThan(1e-14);
      }
    },
  );

  it('feedback weights set to the transpose change nothing', () => {
    const choices: Partial<Choices>[] = [
      { derivative: 'current' },
      { inputs: 'relaxing' },
      { plasticity: 'continuous' },
    ];
    for (const problem of cases) {
      const transposed = Object.entries(problem[1]).flatMap(([name, { shape, data }]) => {
        if (!name.endsWith('.weight')) return [];
        const [out, ins] = shape;
        const turned = Array.from(
          { length: out * ins },
          (_, k) => data[(k % out) * ins + Math.floor(k / out)],
        );
        return [[name.replace('weight', 'feedback'), { shape: [ins, out], data: turned }] as const];
      });
      const set = withFeedback(problem, Object.fromEntries(transposed));
      for (const choice of choices) {
        const want = run(problem, { ...choice, learningRate: 0.1 });
        const got = run(set, { ...choice, learningRate: 0.1, feedback: 'learned' });
        expect(deviation(got.course, want.course)).toBeLessThan(1e-14);
      }
    }
  });
});
