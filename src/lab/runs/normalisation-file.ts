import { z } from 'zod';
import type { Normalisation } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { readValue } from '../../schema.js';
import type { Configuration } from '../configuration.js';
import { readJson } from '../files.js';
import { normalised } from '../training/preparation.js';
import { runFiles } from './files.js';

const fields = {
  mean: z.array(z.number('a number'), 'a list of numbers').min(1, 'a number for each channel'),
  sd: z.array(z.number('a number above 0').positive('a number above 0'), 'a list of numbers'),
};
const schema = z.strictObject({ ...fields, targets: z.strictObject(fields).optional() });

/**
 * What a run was begun with; undefined where it normalises nothing. JSON keeps every bit.
 * @throws {InputError} when it should be there and cannot be read
 */
export function readNormalisation(
  directory: string,
  settings: Pick<Configuration, 'normalise' | 'standardise' | 'standardiseTargets'>,
): Normalisation | undefined {
  if (!normalised(settings)) return undefined;
  return normalisationIn(runFiles(directory).normalisation);
}

/** The same of any file. @throws {InputError} */
export function normalisationIn(path: string): Normalisation {
  const kept = readValue(path, schema, readJson(path));
  for (const { mean, sd } of [kept, kept.targets ?? kept])
    if (mean.length !== sd.length)
      refuse({ where: path, got: `${mean.length} means and ${sd.length} deviations`, expected: 'as many' });
  return kept;
}
