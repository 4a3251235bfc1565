import { adding } from '../registry.js';
import type { Distribution } from './distribution.js';
import { exponential } from './distributions/exponential.js';
import { gamma } from './distributions/gamma.js';
import { lognormal } from './distributions/lognormal.js';
import { uniform } from './distributions/uniform.js';

/** Every distribution of delays and time constants by name. A new one: one file, one line here. */
export const distributions: Readonly<Record<string, Distribution>> = {
  uniform,
  exponential,
  lognormal,
  gamma,
};

/** Adds a distribution at run time. @throws {InputError} */
export const addDistribution = adding('distributions', distributions, {
  parameters: 'object',
  wrong: 'function',
  draw: 'function',
});
