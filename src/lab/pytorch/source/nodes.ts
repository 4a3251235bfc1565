import { causal } from './nodes/causal.js';
import { conv2d } from './nodes/conv2d.js';
import { dense } from './nodes/dense.js';
import { add, multiply } from './nodes/elementwise.js';
import { linear } from './nodes/linear.js';
import { neurons } from './nodes/neurons.js';
import { maxPool2d, meanPool2d } from './nodes/pools.js';
import { max, mean, sum } from './nodes/reductions.js';
import { scale } from './nodes/scale.js';
import { weighted } from './nodes/weighted.js';
import type { Writer } from './writer.js';

/** What writes nodes, by their types. A new one: one line here. */
export const nodeWriters: Readonly<Record<string, Writer>> = {
  ...{ dense, linear, conv2d, maxPool2d, meanPool2d, add, multiply, sum, mean, max, scale, causal },
  ...{ sparse: weighted, local2d: weighted, neurons },
};
