import { z } from 'zod';
import type { Normalisation } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { readValue } from '../../schema.js';
import type { Configuration } from '../configuration.js';
import { readJson } from '../files.js';
import { runFiles } from './files.js';

const schema = z.strictObject({
  mean: z.array(z.number('a number'), 'a list of numbers').min(1, 'a number for each channel'),
  sd: z.array(z.number('a number above 0').positive('a number above 0'), 'a list of numbers'),
});

/**
 * What a run was begun with; undefined where it normalises nothing. JSON keeps every bit.
 * @throws {InputError} when it should be there and cannot be read
 */
export function readNormalisation(
  directory: string,
  { normalise }: Pick<Configuration, 'normalise'>,
): Normalisation | undefined {
  if (!normalise) return undefined;
  const path = runFiles(directory).normalisation;
  const { mean, sd } = readValue(path, schema, readJson(path));
  if (mean.length !== sd.length)
    refuse({ where: path, got: `${mean.length} means and ${sd.length} deviations`, expected: 'as many' });
  return { mean, sd };
}
