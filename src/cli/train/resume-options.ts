import { refuse } from '../../errors.js';
import { given, optionName } from '../arguments.js';
import type { TrainOptions } from './options.js';

/**
 * @param many runs of a folder, each of which stands elsewhere: their learning rate stays
 * @throws {InputError} on anything beside `--resume` that would change what the run began with
 */
export function refuseOtherOptions(network: string | undefined, options: TrainOptions, many = false): void {
  const { resume, epochs, jobs, json, quiet, learningRate, ...others } = options;
  const rest = { ...others, ...(many && { learningRate }) };
  const other = network ?? Object.keys(given(rest)).map(optionName)[0];
  if (other === undefined) return;
  refuse({
    where: 'train --resume',
    got: `also ${other}`,
    expected: `the configuration that the run began with; only --epochs may be raised${many ? '' : ', and --learning-rate changed'}`,
  });
}
