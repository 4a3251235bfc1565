import { grid } from './strategies/grid.js';
import { halton } from './strategies/halton.js';
import { halving } from './strategies/halving.js';
import { random } from './strategies/random.js';
import { sobol } from './strategies/sobol.js';
import { zip } from './strategies/zip.js';
import type { Strategy } from './strategy.js';

/** The ways to search, by name. A new one: one file, one line here. */
export const strategies: Readonly<Record<string, Strategy>> = Object.fromEntries(
  [grid, zip, random, sobol, halton, halving].map((strategy) => [strategy.name, strategy]),
);
