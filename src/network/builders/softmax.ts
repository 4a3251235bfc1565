import { z } from 'zod';
import type { PartBuilder } from '../builder.js';

/** e^x over its sum along the last axis. */
export const softmax: PartBuilder = {
  schema: z.strictObject({}),
  parents: 1,
  build: (name, [x]) => ({
    [`${name}.exp`]: { type: 'add', activation: 'exp', from: [x] },
    [`${name}.total`]: { type: 'sum', axes: [-1], activation: 'reciprocal', from: [`${name}.exp`] },
    [name]: { type: 'multiply', from: [`${name}.exp`, `${name}.total`] },
  }),
};
