import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readParameters } from '../../../src/lab/parameter-files.js';
import { Interrupted } from '../../../src/lab/runs/interrupted.js';
import { readSafetensors } from '../../../src/lab/safetensors/index.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { tinyNetwork } from '../../cli/tiny.js';
import { goOn, tinyRun, trainAll, trainUntilInterrupted, trainUntilKilled } from './runs.js';

const learned = { feedback: 'learned' };
const adam = { optimiser: 'adam', weightDecay: 0.01 };
const momentum = { optimiser: { name: 'momentum', nesterov: true }, clip: 0.01, learningRate: 0.1 };
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'adam, ar on the batched engine, feedback learned': { ...adam, variant: learned },
  'momentum, bp': { ...momentum, rule: 'bp' },
  'adam, pc on the batched engine': { ...adam, rule: 'pc', relaxation: {}, ruleOptions: { steps: 3 } },
  'momentum, ar on the event engine, feedback learned': {
    ...{ ...momentum, engine: 'events', variant: learned },
  },
  'adam, ar on the event engine, by arbors': { ...adam, engine: 'events', grain: 'arbor' },
  'adam, dfa on the event engine': { ...adam, engine: 'events', rule: 'dfa', relaxation: {} },
};

/** Metrics and checkpoint: all that has to be the same. */
const results = (directory: string) =>
  ['metrics.jsonl', 'checkpoint.safetensors'].map((name) =>
    readFileSync(join(directory, name)).toString('latin1'),
  );

describe.each(Object.entries(kinds))('a run that goes on is as if it had never stopped: %s', (_, kind) => {
  let whole: string[];
  beforeAll(async () => {
    whole = results(await trainAll(await tinyRun(kind)));
  });

  it('interrupted after minibatch 5', async () => {
    const run = await tinyRun(kind);
    expect(await trainUntilInterrupted(run, 5)).toBeInstanceOf(Interrupted);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('killed after minibatch 5, of which nothing was saved', async () => {
    const run = await tinyRun(kind);
    await trainUntilKilled(run, 5);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });
});

describe('a checkpoint', () => {
  const fileOf = (directory: string) => join(directory, 'checkpoint.safetensors');
  const traces = (directory: string) =>
    [...readSafetensors(fileOf(directory)).tensors.keys()].filter((name) => name.startsWith('optimiser.'));

  it('has the traces under the names of PyTorch, and is a parameter file all the same', async () => {
    const directory = await trainAll(await tinyRun({ optimiser: 'adam' }));
    expect(traces(directory).sort()).toEqual(
      ['layers.0', 'layers.1'].flatMap((layer) =>
        ['bias', 'weight'].flatMap((key) => [
          `optimiser.${layer}.${key}.exp_avg`,
          `optimiser.${layer}.${key}.exp_avg_sq`,
        ]),
      ),
    );
    const parameters = readParameters(fileOf(directory), parseNetwork(tinyNetwork));
    expect(Object.keys(parameters).sort()).toEqual(
      ['layers.0', 'layers.1'].flatMap((layer) => [`${layer}.bias`, `${layer}.weight`]),
    );
  });

  it.each([
    [{ optimiser: 'adam' }, { optimiser: undefined }, '.optimiser: got sgd, but .* trained with adam'],
    [{}, { optimiser: 'momentum' }, '.optimiser: got momentum, but .* trained with sgd'],
    [
      { optimiser: 'adam', learningRate: 0.01 },
      { optimiser: { name: 'adam', beta1: 0.5 } },
      '.beta1: got 0.5, but .* trained with 0.9',
    ],
    [{ clip: 0.5 }, { clip: undefined }, '.clip: got none, but .* trained with 0.5'],
  ])('of another optimiser is refused by name: %j', async (began, changed, says) => {
    const directory = await trainAll(await tinyRun(began));
    const path = join(directory, 'config.json');
    const configuration = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...configuration, ...changed }));
    await expect(goOn(directory)).rejects.toThrow(new RegExp(says));
  });

  it('of gradient descent says nothing more than it always did', async () => {
    const directory = await trainAll(await tinyRun({ optimiser: 'sgd' }));
    expect(results(directory)).toEqual(results(await trainAll(await tinyRun())));
    expect(readFileSync(join(directory, 'config.json'), 'utf8')).not.toContain('optimiser');
    const { metadata } = readSafetensors(fileOf(directory));
    expect(JSON.parse(metadata['relaxon.state']).optimiser).toEqual({ name: 'sgd', learningRate: 0.064 });
  });
});
