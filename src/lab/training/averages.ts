import { adding } from '../../registry.js';
import { ema } from './averages/ema.js';
import { swa } from './averages/swa.js';
import type { WeightAverageFamily } from './weight-average.js';

/** Every average of weights by name. A new one: one file, one line here. */
export const averages: Readonly<Record<string, WeightAverageFamily>> = { ema, swa } as object as Record<
  string,
  WeightAverageFamily
>;

/** Adds an average of weights at run time. @throws {InputError} */
export const addAverage = adding<WeightAverageFamily>(
  'averages',
  averages as Record<string, WeightAverageFamily>,
  { name: 'string', summary: 'string', source: 'string', options: 'object', of: 'function' },
);
