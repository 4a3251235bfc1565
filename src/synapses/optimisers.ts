import { adding } from '../registry.js';
import { requireOptions } from '../rules/rule-shape.js';
import { type Optimiser, type OptimiserFamily, optimiser } from './optimiser.js';
import { adam } from './optimisers/adam.js';
import { adamw } from './optimisers/adamw.js';
import { momentum } from './optimisers/momentum.js';
import { nesterov } from './optimisers/nesterov.js';
import { rmsprop } from './optimisers/rmsprop.js';
import { sgd } from './optimisers/sgd.js';

/** Every optimiser by name. A new one: one file, one line here. */
export const optimisers = { sgd, momentum, nesterov, rmsprop, adam, adamw } as const;

/** Adds an optimiser at run time. @throws {InputError} */
export const addOptimiser = adding<OptimiserFamily>(
  'optimisers',
  optimisers as object as Record<string, OptimiserFamily>,
  {
    name: 'string',
    summary: 'string',
    source: 'string',
    options: 'object',
    of: 'function',
  },
  (family, name) => {
    requireOptions(`optimisers.${name}`, family.options);
    optimiser(family);
  },
);

/** The name of an optimiser. */
export type OptimiserName = keyof typeof optimisers;

/** What weights follow gradients by where nothing else is asked for. */
export const standardOptimiser: Optimiser = optimiser(sgd);
