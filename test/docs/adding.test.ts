import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { huber } from '../../docs/examples/huber.js';
import { signSymmetric } from '../../docs/examples/sign-symmetric.js';
import { stripes } from '../../docs/examples/stripes.js';
import { swish } from '../../docs/examples/swish.js';
import { loadDataSet } from '../../src/data/index.js';
import {
  addActivation,
  addDataSet,
  addFeedback,
  addLoss,
  arVariant,
  BatchedSimulator,
  catalogue,
  configurationOf,
  configuredRule,
  EventSimulator,
  Examples,
  evaluate,
  initialParameters,
  matrix,
  numbers,
  parseNetwork,
  phased,
  type Remove,
  relaxationOf,
  rules,
  variantOf,
} from '../../src/index.js';
import { float64 } from '../../src/lab/measurements/float64.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { ar } from '../../src/rules/ar.js';
import { needsOf } from '../../src/rules/needs.js';
import { slopeAt } from '../neurons/slope.js';
import { exact } from '../sim/batched/phases/exact.js';

const docs = join(import.meta.dirname, '../../docs');
const pageOf = (name: string) => readFileSync(join(docs, name), 'utf8');

/** What each page builds, and the example that it has the code of. */
const pages = {
  'adding-a-rule.md': { example: 'oja', line: 'src/rules/families.ts' },
  'adding-an-activation.md': { example: 'swish', line: 'src/neurons/activations.ts' },
  'adding-a-feedback-pathway.md': { example: 'sign-symmetric', line: 'src/rules/feedbacks.ts' },
  'adding-a-loss.md': { example: 'huber', line: 'src/neurons/losses.ts' },
  'adding-an-optimiser.md': { example: 'adagrad', line: 'src/synapses/optimisers.ts' },
  'adding-a-data-set.md': { example: 'stripes', line: 'src/data/catalogue.ts' },
};

let removals: Remove[] = [];
afterEach(() => {
  for (const remove of removals) remove();
  removals = [];
});

it('every page on adding something is followed here', () => {
  const names = readdirSync(docs).filter((name) => name.startsWith('adding-'));
  expect(names.sort()).toEqual(Object.keys(pages).sort());
});

it.each(Object.entries(pages))(
  '%s has the code of its example, and names the list',
  (name, { example, line }) => {
    const code = readFileSync(join(docs, `examples/${example}.ts`), 'utf8');
    expect(pageOf(name)).toContain(`\`\`\`ts\n${code.replace('../../src/index.js', 'relaxon')}\`\`\`\n`);
    expect(pageOf(name)).toContain(`\`${line}\``);
  },
);

/** 3-4-2, and two samples. */
const described = (activation: string, loss: string) => ({
  input: [3],
  layers: [
    { type: 'dense', units: 4, activation },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss,
  init: { weight: { type: 'normal', sd: 0.8 }, bias: { type: 'normal', sd: 0.5 } },
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
      [4, 0],
      [0.1, -3],
    ]),
  },
};

/** What both engines make of the batch under a rule. */
function relaxed(description: unknown, rule = rules.ar) {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, 2);
  const relaxation = relaxationOf({ solver: 'euler', steps: 200, stepSize: 0.5 });
  const engines = [new BatchedSimulator(network, parameters, exact), new EventSimulator(network, parameters)];
  return engines.map((engine) => engine.relax(batch, { rule, relaxation }));
}

function expectSame([batched, events]: ReturnType<typeof relaxed>): void {
  expect(events.loss).toBeCloseTo(batched.loss, 12);
  for (const [name, { data }] of Object.entries(events.gradient))
    for (const [i, value] of [...data].entries())
      expect(value, name).toBeCloseTo(batched.gradient[name].data[i], 12);
}

describe('an activation function', () => {
  it('has the slope that its rates have, none steeper than it says', () => {
    let steepest = 0;
    for (let a = -6; a <= 6; a += 0.01) {
      const slope = swish.slope(numbers, a);
      expect(Math.abs(slope - slopeAt((x) => swish.rate(numbers, x), a))).toBeLessThan(1e-10);
      steepest = Math.max(steepest, Math.abs(slope));
    }
    expect(steepest).toBeLessThanOrEqual(swish.steepest);
    expect(steepest).toBeGreaterThan(swish.steepest - 1e-4);
  });

  it('runs in both engines once it is added', () => {
    removals.push(addActivation('swish', swish));
    expectSame(relaxed(described('swish', 'mse')));
  });
});

describe('a loss', () => {
  it('has the error that its shares have, and the values of its definition', () => {
    const share = (e: number) => huber.share(numbers, { activity: 2 + e, target: 2, pooled: 0 });
    const error = (e: number) => huber.error(numbers, { activity: 2 + e, target: 2, pooled: 0, total: 0 });
    expect([0.5, -0.5, 1, 3, -3].map(share)).toEqual([0.125, 0.125, 0.5, 2.5, 2.5]);
    for (const e of [-3, -1.2, -0.4, 0.3, 0.9, 2]) expect(error(e)).toBeCloseTo(slopeAt(share, e), 9);
  });

  it('runs in both engines once it is added; a rule with an energy of squares refuses it', () => {
    removals.push(addLoss('huber', huber));
    expectSame(relaxed(described('tanh', 'huber')));
    const [, events] = relaxed(described('tanh', 'huber'));
    const outputs = [...events.forward['layers.1'].data];
    const targets = [...batch.targets['layers.1'].data];
    const shares = outputs.map((x, i) => {
      const e = Math.abs(x - targets[i]);
      return e < 1 ? e ** 2 / 2 : e - 0.5;
    });
    expect(shares.filter((value) => value > 0.5).length).toBeGreaterThan(0);
    expect(events.loss).toBeCloseTo(shares.reduce((sum, value) => sum + value, 0) / 2, 12);
  });
});

describe('a feedback pathway', () => {
  const few = { steps: 5, stepSize: 0.2 };
  const relaxation = relaxationOf({ solver: 'euler' });
  const network = parseNetwork({
    input: [3],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 3, activation: 'tanh' },
      { type: 'dense', units: 2, activation: 'linear' },
    ],
    init: { weight: { type: 'normal', sd: 0.8 }, bias: { type: 'normal', sd: 0.5 } },
  });
  const { inputs, targets } = batch;
  const samples = { size: 2, inputs, targets: { 'layers.2': targets['layers.1'] } };
  const one = {
    size: 1,
    inputs: { input: { shape: [1, 3], data: inputs.input.data.slice(0, 3) } },
    targets: { 'layers.2': { shape: [1, 2], data: targets['layers.1'].data.slice(0, 2) } },
  };
  const parameters = initialParameters(network, 2);
  const engines = (given = parameters) => [
    new BatchedSimulator(network, given, exact),
    new EventSimulator(network, given, { grain: 'arbor' }),
    new EventSimulator(network, given, { grain: 'synapse' }),
  ];
  const flat = (set: Readonly<Record<string, { readonly data: ArrayLike<number> }>>) =>
    Object.entries(set).flatMap(([name, { data }]) =>
      Array.from(data, (x, i) => [`${name} ${i}`, x] as const),
    );
  const expectNear = (got: Parameters<typeof flat>[0], wanted: Parameters<typeof flat>[0]): void => {
    const known = new Map(flat(wanted));
    for (const [at, x] of flat(got)) expect(x, at).toBeCloseTo(known.get(at)!, 12);
  };
  const rule = (more: Readonly<Record<string, string>> = {}) =>
    phased(ar, { feedback: 'sign-symmetric' as 'random', ...few, ...more });

  it('follows the forward weights on both engines, whose numbers are the same', () => {
    removals.push(addFeedback('sign-symmetric', signSymmetric));
    for (const [given, made] of [
      [samples, rule()],
      [one, rule({ plasticity: 'continuous', derivative: 'current' })],
    ] as const) {
      const [batched, ...others] = engines();
      for (let k = 0; k < 3; k++) {
        const presented = { rule: made, relaxation, learningRate: 0.3 };
        const wanted = batched.relax(given, { ...presented, record: true });
        batched.train(given, presented);
        for (const engine of others) {
          const got = engine.relax(given, { ...presented, record: true });
          for (const [step, activities] of got.course.entries()) expectNear(activities, wanted.course[step]);
          expectNear(got.gradient, wanted.gradient);
          engine.train(given, presented);
          expectNear(engine.parameters(), batched.parameters());
        }
      }
      expect(Object.keys(batched.parameters())).not.toContain('layers.1.feedback');
    }
  });

  it('does what weights of its own do that are set to the same numbers', () => {
    removals.push(addFeedback('sign-symmetric', signSymmetric));
    const own = Object.fromEntries(
      ['layers.1', 'layers.2'].map((name) => {
        const { shape, data } = parameters[`${name}.weight`];
        const [posts, pres] = shape;
        const turned = Float64Array.from(
          { length: data.length },
          (_, k) => 0.1 * Math.sign(data[(k % posts) * pres + Math.floor(k / posts)]),
        );
        return [`${name}.feedback`, { shape: [pres, posts], data: turned }];
      }),
    );
    const random = phased(ar, { feedback: 'random', ...few });
    const [, events] = engines({ ...parameters, ...own });
    const wanted = events.relax(samples, { rule: random, relaxation });
    for (const engine of engines()) {
      const got = engine.relax(samples, { rule: rule(), relaxation });
      expectNear(got.gradient, wanted.gradient);
    }
  });

  it('reads the weight of another synapse, and is refused where the rule does not run in phases', () => {
    removals.push(addFeedback('sign-symmetric', signSymmetric));
    expect(needsOf(rule().rule)).toContainEqual({ update: 'down', reads: 'weight', level: 3 });
    const asked = (engine: string) => () =>
      configurationOf({ engine, batchSize: 1, variant: { feedback: 'sign-symmetric' } });
    expect(configuredRule(asked('batched')()).name).toBe('ar, feedback sign-symmetric');
    const variant = variantOf({ feedback: 'sign-symmetric' });
    const [batched] = engines();
    const given = relaxationOf({ solver: 'euler', ...few });
    const got = batched.relax(samples, { rule: arVariant(variant), relaxation: given });
    expectNear(got.gradient, batched.relax(samples, { rule: rule(), relaxation }).gradient);
    expect(asked('events')).toThrow(
      /got feedback sign-symmetric, over weights that are made of others, expected /,
    );
  });
});

it('a data set is loaded, listed and learned once it is added', async () => {
  await expect(loadDataSet('stripes')).rejects.toThrow(/expected one of digits, /);
  removals.push(addDataSet('stripes', stripes));
  expect(Object.keys(catalogue)).toContain('stripes');
  const data = await loadDataSet('stripes');
  expect([data.train.count, data.test.count, data.train.shape]).toEqual([400, 100, [6, 6]]);
  expect(data.checksum).toBe((await loadDataSet('stripes')).checksum);
  const description = { input: [36], layers: [{ type: 'dense', units: 2 }] };
  const network = parseNetwork(description);
  const simulator = new BatchedSimulator(network, initialParameters(network, 1), float64);
  const examples = new Examples(network, data);
  const configuration = configurationOf({ network: description, data: 'stripes', epochs: 2, batchSize: 20 });
  const trainer = new Trainer(simulator, examples, configuration);
  const before = evaluate(simulator, examples).accuracy;
  while (!trainer.done) trainer.trainStep();
  expect(before).toBeLessThan(0.9);
  expect(evaluate(simulator, examples).accuracy).toBe(1);
});
