import { z } from 'zod';
import type { NodeSpec, NodeType } from '../node-type.js';
import { requireImage } from '../patterns/convolution.js';
import { once } from '../patterns/once.js';
import { type PoolSpec, pooledShape, poolKeys, requirePool, windowsOf } from '../patterns/pool.js';
import { meanFactor, nothingLearned, summing, sumProjection } from './fixed.js';

/** The mean over each window of an image [height, width, channels]: synapses of weight 1 / window. Windows may overlap. */
export const meanPool2d: NodeType = {
  ...nothingLearned,
  schema: z.strictObject(poolKeys),
  check: (where, spec, parents) => {
    requireImage(where, parents);
    requirePool(where, own(spec), parents[0]);
  },
  shape: (spec, [parent]) => pooledShape(own(spec), parent),
  synapses: (spec, parents) => summing(over(spec, parents), meanFactor(over(spec, parents))),
  projection: (m, spec, parents) => sumProjection(m, over(spec, parents), meanFactor(over(spec, parents))),
};

const own = (spec: NodeSpec) => spec as NodeSpec & PoolSpec;
const over = once((spec, [parent]) => windowsOf(own(spec), parent));
