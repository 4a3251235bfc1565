import { refuse } from '../../errors.js';
import { given, optionName } from '../arguments.js';
import type { TrainOptions } from './options.js';

/** @throws {InputError} on anything beside `--resume` that would change what the run began with */
export function refuseOtherOptions(network: string | undefined, options: TrainOptions): void {
  const { resume, epochs, jobs, json, quiet, learningRate, ...others } = options;
  const other = network ?? Object.keys(given(others)).map(optionName)[0];
  if (other === undefined) return;
  const expected =
    'the configuration that the run began with; only --epochs may be raised, and --learning-rate changed';
  refuse({ where: 'train --resume', got: `also ${other}`, expected });
}
