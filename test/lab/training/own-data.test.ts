import { describe, expect, it } from 'vitest';
import type { RealSet } from '../../../src/data/index.js';
import {
  configurationOf,
  EventSimulator,
  Examples,
  evaluate,
  initialParameters,
  parseNetwork,
  type Sample,
  trainFrom,
} from '../../../src/index.js';
import { preparationOf } from '../../../src/lab/training/preparation.js';
import { ErrorTally } from '../../../src/lab/training/target-errors.js';
import { Trainer } from '../../../src/lab/training/trainer.js';
import { randomStream } from '../../../src/math/random.js';

const real = (inputs: number[], targets: number[], shape = [2]): RealSet['train'] => ({
  ...{ count: targets.length, shape, scale: 1 },
  ...{ inputs: Float32Array.from(inputs), targets: Float32Array.from(targets) },
});
const data: RealSet = {
  ...{ name: 'hand', checksum: '', verified: true, source: 'here', targetSize: 1 },
  train: real([1, 10, 3, 30, 5, 50], [2, 4, 6]),
  test: real([7, 30], [8]),
};
const line = parseNetwork({ input: [2], layers: [{ type: 'dense', units: 1 }], loss: 'mse' });

describe('inputs and targets that are standardised', () => {
  const settings = { standardise: true, standardiseTargets: true, seed: 1 };
  const { normalisation } = preparationOf(settings, data);

  it('have means and deviations of the samples to learn from, as n', () => {
    const sd = Math.sqrt(8 / 3);
    expect(normalisation?.mean).toEqual([expect.closeTo(3, 12), expect.closeTo(30, 12)]);
    expect(normalisation?.sd).toEqual([expect.closeTo(sd, 12), expect.closeTo(10 * sd, 12)]);
    expect(normalisation?.targets).toEqual({ mean: [expect.closeTo(4, 12)], sd: [expect.closeTo(sd, 12)] });
  });

  it('reach the network with these taken away, those to be judged by as well', () => {
    const examples = new Examples(line, data, 'line', preparationOf(settings, data));
    const { inputs, targets } = examples.first(1);
    const sd = Math.sqrt(8 / 3);
    expect([...inputs.input.data]).toEqual([expect.closeTo(4 / sd, 6), 0]);
    expect([...targets['layers.0'].data]).toEqual([expect.closeTo(4 / sd, 6)]);
  });

  it('go on with what a run was begun with, unless it is of other inputs', () => {
    const kept = { mean: [0, 0], sd: [2, 2] };
    expect(preparationOf(settings, data, kept).normalisation).toBe(kept);
    expect(() => preparationOf(settings, data, { mean: [0], sd: [1] })).toThrow('got 1 channels, expected 2');
  });

  it('are refused where rounding alone would give a constant a deviation', () => {
    const constant = { ...data, train: real([1, 0.1, 2, 0.1, 3, 0.1], [1, 2, 3]) };
    expect(() => preparationOf(settings, constant)).toThrow(
      /standardise: number 2 of hand: got 0\.1\d+ in every sample/,
    );
  });
});

describe('errors of targets that are numbers', () => {
  it('are those worked out by hand, in the units of the data', () => {
    const tally = new ErrorTally(['a', 'b'], [10, 1]);
    tally.add([0.1, 5], [0, 5]);
    tally.add([0.3, 5], [0.2, 5]);
    // a: errors 1 and 1, targets 0 and 2, of which the squared deviations sum up to 2.
    expect(tally.result()).toEqual([
      { target: 'a', rmse: expect.closeTo(1, 12), mae: expect.closeTo(1, 12), r2: expect.closeTo(0, 12) },
      { target: 'b', rmse: 0, mae: 0, r2: null },
    ]);
  });

  it('go with the loss, which is half their square', () => {
    const simulator = new EventSimulator(line, initialParameters(line, 1));
    const { loss, errors } = evaluate(simulator, new Examples<RealSet>(line, data));
    expect(errors?.[0].rmse).toBeCloseTo(Math.sqrt(2 * loss), 5);
    simulator.dispose();
  });
});

describe('training on samples that come one by one', () => {
  const network = parseNetwork({
    input: [3],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 2 },
    ],
    loss: 'mse',
  });
  const configuration = configurationOf({
    network,
    rule: 'ar',
    engine: 'events',
    batchSize: 4,
    learningRate: 0.2,
    seed: 3,
    relaxation: { steps: 20 },
  });
  const start = () => new EventSimulator(network, initialParameters(network, 3));
  const random = randomStream(1, 'samples');
  const all = Array.from(
    { length: 10 },
    (_, i): Sample => ({
      input: [random.normal(), random.normal(), i % 2],
      target: i % 2,
    }),
  );
  async function* some(from: number, to: number): AsyncGenerator<Sample> {
    for (const sample of all.slice(from, to)) yield sample;
  }

  it('is the training of a trainer that is dealt them in this order', async () => {
    const [one, other] = [start(), start()];
    const seen: number[] = [];
    for await (const { samples } of trainFrom(one, some(0, 10), configuration)) seen.push(samples);
    expect(seen).toEqual([4, 4, 2]);
    const set = {
      ...{ name: 'same', checksum: '', verified: true, source: 'here', classes: 2 },
      train: {
        count: 10,
        shape: [3],
        scale: 1,
        inputs: Float32Array.from(all.flatMap(({ input }) => [...Array.from(input)])),
        labels: Uint8Array.from(all, ({ target }) => Number(target)),
      },
    };
    const examples = new Examples(network, { ...set, test: set.train });
    const { presentation } = new Trainer(other, examples, configuration);
    for (const [step, rows] of [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ].entries())
      other.train(examples.batch(set.train, Uint32Array.from(rows)), { ...presentation, updates: step });
    expect(one.parameters()).toEqual(other.parameters());
    for (const simulator of [one, other]) simulator.dispose();
  });

  it('goes on where it stopped', async () => {
    const [whole, parts] = [start(), start()];
    for await (const _ of trainFrom(whole, all, configuration));
    for await (const _ of trainFrom(parts, some(0, 4), configuration));
    for await (const _ of trainFrom(parts, some(4, 10), configuration, 1));
    expect(parts.parameters()).toEqual(whole.parameters());
    for (const simulator of [whole, parts]) simulator.dispose();
  });

  it.each<[string, Sample, string]>([
    ['too short', { input: [1], target: 0 }, 'sample 2: got 1 numbers for input, expected 3'],
    [
      'not finite',
      { input: [1, Number.NaN, 2], target: 0 },
      'sample 2, number 2: got NaN, expected a finite number',
    ],
    ['no class', { input: [1, 2, 3], target: 2 }, 'sample 2: target: got 2, expected a class 0 .. 1'],
    [
      'of another target',
      { input: [1, 2, 3], target: [1, 2, 3] },
      'sample 2: got 3 numbers for layers.1, expected 2',
    ],
  ])('refuses a sample that is %s', async (_, bad, message) => {
    const simulator = start();
    const learn = async () => {
      for await (const _ of trainFrom(simulator, [all[0], bad], configuration));
    };
    await expect(learn()).rejects.toThrow(message);
    simulator.dispose();
  });
});
