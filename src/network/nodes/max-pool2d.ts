import { z } from 'zod';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireImage } from '../patterns/convolution.js';
import { filled } from '../patterns/groups.js';
import { once } from '../patterns/once.js';
import { type PoolSpec, pooledShape, poolKeys, requirePool, windowsOf } from '../patterns/pool.js';
import { competing, maxProjection, nothingLearned } from './fixed.js';

/**
 * The largest of each window of an image [height, width, channels]; the first of those that are, row by row, wins, as in PyTorch.
 * Windows that overlap (`stride` below `kernel`) each have a winner of their own; places in the padding never win.
 */
export const maxPool2d: NodeType = {
  ...nothingLearned,
  schema: z.strictObject(poolKeys),
  integration: 'max',
  check: (where, spec, parents) => {
    requireImage(where, parents);
    requirePool(where, own(spec), parents[0]);
  },
  shape: (spec, [parent]) => pooledShape(own(spec), parent),
  synapses: (spec, parents) => competing(over(spec, parents)),
  projection: (m, spec, parents) => maxProjection(m, whole(spec, parents), over(spec, parents)),
};

const own = (spec: NodeSpec) => spec as NodeSpec & PoolSpec;
const over = once((spec, [parent]) => windowsOf(own(spec), parent));
const whole = once((spec, parents) => filled(over(spec, parents)));
