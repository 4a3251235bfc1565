import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDataSet, type RealSplit } from '../../../src/data/index.js';
import { configurationOf } from '../../../src/lab/configuration.js';
import { readJson, readJsonLines } from '../../../src/lab/files.js';
import { newRun } from '../../../src/lab/runs/setup.js';
import { createSeeds } from '../../../src/lab/seeds/create.js';
import { summarise } from '../../../src/lab/seeds/summary.js';
import { evaluate } from '../../../src/lab/training/evaluate.js';
import { randomStream } from '../../../src/math/random.js';
import { folder, goOn, tinyRun, trainAll, trainUntilInterrupted } from './runs.js';

/** Sums and differences of two numbers: what two linear units can learn exactly. */
function split(name: string, count: number): RealSplit {
  const random = randomStream(1, name);
  const inputs = Float32Array.from({ length: 2 * count }, () => random.normal());
  const targets = inputs.map((x, k) => (k % 2 === 0 ? x + inputs[k + 1] : inputs[k - 1] - x));
  return { count, shape: [2], inputs, scale: 1, targets };
}

const [train, test] = [split('train', 30), split('test', 10)];
const origin = { name: 'sums', checksum: 'of sums', verified: true, source: 'a test' };
const remove = addDataSet('sums', {
  about: 'sums and differences',
  make: () => ({ ...origin, targetSize: 2, train, test }),
});
afterAll(remove);

const network = { input: [2], layers: [{ type: 'dense', units: 2 }], loss: 'mse', init: { weight: 'zeros' } };
const given = { data: 'sums', network, epochs: 20, learningRate: 0.2, limitTestSamples: 10 };
const rowsOf = (directory: string) => readJsonLines(join(directory, 'metrics.jsonl'));
const bytes = (directory: string) =>
  ['metrics.jsonl', 'checkpoint.safetensors'].map((name) =>
    readFileSync(join(directory, name)).toString('latin1'),
  );

describe.each(['batched', 'events'])('a run on targets that are numbers, on engine %s', (engine) => {
  let directory: string;
  beforeAll(async () => {
    directory = await trainAll(await tinyRun({ ...given, engine }));
  });

  it('learns them, and tells the loss alone', () => {
    const rows = rowsOf(directory);
    expect(rows.some((row) => 'train/loss' in row)).toBe(true);
    expect(rows.flatMap(Object.keys).filter((key) => key.includes('accuracy'))).toEqual([]);
    const losses = rows.filter(({ kind }) => kind === 'epoch').map((row) => Number(row['test/loss']));
    // Of a network that answers 0: half the squared length of the targets.
    const untrained = test.targets.reduce((sum, t) => sum + t * t, 0) / 2 / test.count;
    expect(losses[0]).toBeCloseTo(untrained, 5);
    expect(losses.at(-1)).toBeLessThan(1e-3 * untrained);
  });

  it('writes evaluation and report without an accuracy', () => {
    const evaluation = readJson(join(directory, 'evaluation.json')) as Record<string, unknown>;
    expect(Object.keys(evaluation)).toEqual(['loss', 'samples', 'errors']);
    const report = readFileSync(join(directory, 'report.html'), 'utf8');
    expect(report).toMatch(/the loss of the network is [\d.e-]+ on 10 test samples of sums/);
    expect(report).not.toMatch(/NaN|undefined|accuracy/);
  });

  it('goes on after a stop as if there had been none', async () => {
    const run = await tinyRun({ ...given, engine });
    await trainUntilInterrupted(run, 6);
    expect(bytes(await trainAll(await goOn(run.directory)))).toEqual(bytes(directory));
  });
});

it('measures while it trains', async () => {
  const directory = await trainAll(await tinyRun({ ...given, measureEvery: 3 }));
  expect(readJsonLines(join(directory, 'measurements.jsonl')).length).toBeGreaterThan(2);
});

it('evaluates the numbers themselves', async () => {
  const { simulator, examples } = await tinyRun(given);
  simulator.setParameters({
    'layers.0.weight': { shape: [2, 2], data: Float32Array.of(1, 1, 1, 0) },
    'layers.0.bias': { shape: [2], data: Float32Array.of(0, 0) },
  });
  // The sum is right; what should be x - y is x.
  const loss =
    Array.from(test.inputs).reduce((sum, x, k) => (k % 2 === 1 ? sum + x * x : sum), 0) / 2 / test.count;
  expect(evaluate(simulator, examples).loss).toBeCloseTo(loss, 5);
});

it('many seeds have means of losses, and none of accuracies', async () => {
  const configurations = [1, 2].map((seed) =>
    configurationOf({ ...given, epochs: 1, batchSize: 8, rule: 'bp', seed }),
  );
  const seeds = await createSeeds(configurations, join(folder, 'seeds'));
  for (const { directory } of seeds.runs) await trainAll(await goOn(directory));
  const { mean, sd, seeds: outcomes } = summarise(seeds, new Map());
  seeds.lock.release();
  expect(Object.keys(mean!)).toEqual(['testLoss', 'trainLoss']);
  expect(Object.keys(sd!)).toEqual(['testLoss', 'trainLoss']);
  const losses = outcomes.map((outcome) => ('testLoss' in outcome ? outcome.testLoss : Number.NaN));
  expect(mean!.testLoss).toBeCloseTo((losses[0] + losses[1]) / 2, 12);
});

it('refuses a network with a unit too many before anything is written', async () => {
  const wide = { ...network, layers: [{ type: 'dense', units: 3 }] };
  const configuration = configurationOf({ ...given, network: wide, batchSize: 8 });
  await expect(newRun(configuration, join(folder, 'never'))).rejects.toThrow(
    'network.layers.0: got size 3, expected 2 (numbers in a target of sums).',
  );
});
