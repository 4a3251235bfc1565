import { z } from 'zod';
import { sizeOf } from '../shapes.js';
import type { ViewType } from '../view.js';
import { requireOneOf } from './axis.js';

/** The same units on one axis. Dense nodes need none: they take units in the order that these have. */
export const flatten: ViewType = {
  schema: z.strictObject({}),
  check: (where, spec) => requireOneOf(where, spec),
  shape: (_, [parent]) => [sizeOf(parent)],
  units: () => (unit) => ({ parent: 0, unit }),
};
