import { z } from 'zod';
import { choose, refuse } from '../../errors.js';
import { asObject, read, refuseUnknownKeys, show } from '../../schema.js';
import { configurationSchema } from '../configuration-schema.js';
import { inOrder } from './conditions.js';
import { type Parameter, parameterOf } from './parameter.js';
import { type SlurmSettings, slurmSettingsOf } from './slurm/settings.js';
import { strategies } from './strategies.js';
import type { Search } from './strategy.js';

/** What trials are chosen by, on the validation samples. */
export const metrics = { accuracy: 'the highest', loss: 'the lowest' } as const;

/** A sweep as its file describes it. */
export interface Sweep {
  readonly title: string | undefined;
  /** Fields of the configuration that all trials have, as given. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly parameters: readonly Parameter[];
  readonly search: Search;
  /** Each trial is run with each of them. */
  readonly seeds: readonly number[];
  /** Undefined: accuracy where targets are classes, else loss. */
  readonly metric: keyof typeof metrics | undefined;
  readonly slurm: SlurmSettings;
}

const whole = z.int('a whole number');
const schema = z.strictObject({
  title: z.string('a text').optional(),
  configuration: z.unknown().default({}),
  parameters: z.unknown(),
  strategy: z.unknown().default('grid'),
  seeds: z
    .union(
      [whole.min(1).max(10_000), z.array(whole).min(1).max(10_000)],
      'a number of seeds from 1 to 10000, or a list of seeds',
    )
    .default(1),
  metric: z.string('accuracy or loss').optional(),
  slurm: z.unknown().default({}),
});

/** Fields of a configuration that no sweep may search, and why. */
const fixed: Readonly<Record<string, string>> = {
  seed: 'seeds, which each trial is run with: they are replicates and nothing to choose',
  data: 'one data set, as scores on different ones do not compare',
  dataOptions: 'one data set, as scores on different ones do not compare',
  plugins: '--plugin FILE on the command line',
  validationShare: 'one share, as scores on different samples do not compare',
};

/** More runs are more than anyone means. */
const mostRuns = 100_000;

/** The share of the training samples that trials are judged by, where the configuration does not say. */
export const standardShare = 0.1;

/**
 * Reads a sweep.
 * @param where what errors call it: its file
 * @throws {InputError} naming the field
 */
export function sweepOf(given: unknown, where: string): Sweep {
  const values = read(where, schema, given);
  const configuration = asObject(`${where}.configuration`, values.configuration);
  refuseUnknownKeys(`${where}.configuration`, Object.keys(configurationSchema.shape), configuration);
  if ('plugins' in configuration) {
    refuse({
      where: `${where}.configuration.plugins`,
      got: 'some',
      expected: '--plugin FILE on the command line',
    });
  }
  const parameters = parametersOf(`${where}.parameters`, values.parameters);
  const { metric } = values;
  if (metric !== undefined) choose(`${where}.metric`, metrics, metric);
  const search = searchOf(`${where}.strategy`, values.strategy, parameters);
  if (search.rungs.some(({ epochs }) => epochs !== undefined)) refuseEpochs(where, configuration, parameters);
  const seeds = seedsOf(`${where}.seeds`, values.seeds, configuration.seed);
  const runs = seeds.length * search.trials.length;
  if (runs > mostRuns)
    refuse({ where: `${where}.seeds`, got: `${runs} runs`, expected: `at most ${mostRuns}` });
  return {
    title: values.title,
    configuration: { validationShare: standardShare, ...configuration },
    parameters,
    search,
    seeds,
    metric: metric as Sweep['metric'],
    slurm: slurmSettingsOf(values.slurm, `${where}.slurm`),
  };
}

function parametersOf(where: string, given: unknown): Parameter[] {
  if (given === undefined) refuse({ where, got: 'nothing', expected: 'the parameters to search (required)' });
  const entries = Object.entries(asObject(where, given));
  if (entries.length === 0)
    refuse({ where, got: 'none', expected: 'at least one parameter', hint: '"learningRate": [0.01, 0.1]' });
  const names = entries.map(([name]) => name);
  for (const name of names) {
    const [first] = name.split('.');
    refuseUnknownKeys(where, Object.keys(configurationSchema.shape), { [first]: 0 });
    if (Object.hasOwn(fixed, first))
      refuse({ where: `${where}.${name}`, got: 'a parameter', expected: fixed[first] });
    const outer = names.find((other) => name.startsWith(`${other}.`));
    if (outer)
      refuse({
        where: `${where}.${name}`,
        got: `a part of ${outer}, which is a parameter, too`,
        expected: 'one of the two',
      });
  }
  return inOrder(
    where,
    entries.map(([name, value]) => parameterOf(`${where}.${name}`, name, value)),
  );
}

function searchOf(where: string, given: unknown, parameters: readonly Parameter[]): Search {
  const { name, ...options } = typeof given === 'string' ? { name: given } : asObject(where, given);
  if (typeof name !== 'string') {
    refuse({
      where: `${where}.name`,
      got: show(name),
      expected: `one of ${Object.keys(strategies).join(', ')}`,
    });
  }
  const strategy = choose(`${where}.name`, strategies, name);
  const shape = z.strictObject(strategy.shape);
  return strategy.search(where, read(where, shape, options) as never, parameters);
}

function seedsOf(where: string, given: number | readonly number[], first: unknown): number[] {
  if (typeof given === 'number') {
    const from = Number.isSafeInteger(first) ? Number(first) : 1;
    const last = from + given - 1;
    if (!Number.isSafeInteger(last))
      refuse({ where, got: `seeds up to ${last}`, expected: 'whole numbers below 2^53' });
    return Array.from({ length: given }, (_, i) => from + i);
  }
  const twice = given.findIndex((seed, i) => given.indexOf(seed) < i);
  if (twice >= 0)
    refuse({ where: `${where}.${twice}`, got: `${given[twice]} again`, expected: 'each seed once' });
  return [...given];
}

// Successive halving says itself how far each trial is trained.
function refuseEpochs(where: string, configuration: object, parameters: readonly Parameter[]): void {
  const expected = 'none beside the epochs of successive halving';
  if ('epochs' in configuration)
    refuse({ where: `${where}.configuration.epochs`, got: String(configuration.epochs), expected });
  if (parameters.some(({ name }) => name === 'epochs')) {
    refuse({ where: `${where}.parameters.epochs`, got: 'a parameter', expected });
  }
}
