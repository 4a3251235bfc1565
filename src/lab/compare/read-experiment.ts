import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../errors.js';
import { readValue } from '../../schema.js';
import { readJson } from '../files.js';
import type { LoggedRow, RunRecord } from './run-record.js';
import { settingsOf } from './settings.js';

/** The results of an experiment: its trainings, each with a row for each epoch. */
const experimentFile = 'data.json';

const count = z.int('a count').min(0, 'a count');
const figure = z.number('a number').nullable();
const epoch = z.looseObject({
  epoch: count,
  trainLoss: figure,
  trainAccuracy: figure,
  testLoss: figure,
  testAccuracy: figure,
});
const training = z.looseObject({
  condition: z.string('a condition'),
  seed: z.int('a whole number'),
  configuration: z.looseObject({ data: z.string('the name of a data set'), rule: z.string('a rule') }),
  epochs: z.array(epoch, 'a list of epochs'),
  final: z.looseObject({ testLoss: figure, testAccuracy: figure }),
  diverged: z.looseObject({ reason: z.string('a reason') }).nullable(),
  dataSha256: z.string('a checksum'),
});
const schema = z.looseObject({ runs: z.array(training, 'a list of trainings') });

/** Whether a folder has the results of an experiment: other programs call files `data.json`, too. */
export function holdsExperiment(directory: string): boolean {
  const file = join(directory, experimentFile);
  if (!existsSync(file)) return false;
  try {
    const { question, runs } = Object(readJson(file)) as {
      readonly question?: unknown;
      readonly runs?: unknown;
    };
    return typeof question === 'string' && Array.isArray(runs) && runs.length > 0;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** The trainings of an experiment, as its results have them. @throws {InputError} on a file that holds none */
export function readExperiment(directory: string): RunRecord[] {
  const file = join(directory, experimentFile);
  return readValue(file, schema, readJson(file)).runs.map((run) => {
    const { condition, seed, configuration, epochs, final, diverged, dataSha256 } = run;
    const last = epochs.at(-1);
    const results = { ...(last && valuesOf(last)), ...namedAs('test', final) };
    return {
      name: `${file}: ${condition}, seed ${seed}`,
      settings: settingsOf(configuration),
      network: configuration.network,
      seed,
      state: diverged ? 'diverged' : 'finished',
      ...(diverged && { reason: diverged.reason }),
      ...{ step: epochs.length, epochs: epochs.length },
      data: { name: configuration.data, checksum: dataSha256 },
      rows: epochs.map((row): LoggedRow => ({ kind: 'epoch', step: row.epoch, values: valuesOf(row) })),
      results,
      origin: {},
      unit: 'step',
    };
  });
}

function valuesOf(row: z.infer<typeof epoch>): Readonly<Record<string, number>> {
  const { trainLoss, trainAccuracy, ...test } = row;
  return {
    epoch: row.epoch,
    ...named({ 'train/loss': trainLoss, 'train/accuracy': trainAccuracy }),
    ...namedAs('test', test),
  };
}

const namedAs = (
  split: string,
  { testLoss, testAccuracy }: Pick<z.infer<typeof epoch>, 'testLoss' | 'testAccuracy'>,
) => named({ [`${split}/loss`]: testLoss, [`${split}/accuracy`]: testAccuracy });

const named = (values: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null));
