import { type DataSet, splitOffValidation } from '../../data/index.js';
import type { Configuration } from '../configuration.js';

/**
 * The data of a configuration: with the samples kept back for validation that it asks for, drawn by its seed.
 * @throws {InputError} on a share that leaves nothing to learn from, or to be judged by
 */
export function withValidation(
  data: DataSet,
  { validationShare, seed }: Pick<Configuration, 'validationShare' | 'seed'>,
  where = 'validationShare',
): DataSet {
  return validationShare === undefined ? data : splitOffValidation(data, validationShare, seed, where);
}

/**
 * Which samples a run is judged by while it is trained: those kept back for validation where there are some, and then the test
 * samples are looked at once, at the end.
 */
export const judgedOn = ({ validation }: Pick<DataSet, 'validation'>): 'validation' | 'test' =>
  validation ? 'validation' : 'test';
