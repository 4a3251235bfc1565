import { z } from 'zod';
import type { Tensors } from '../../math/arithmetic.js';
import type { SynapseBlock, SynapseList } from '../../synapses/synapse-block.js';
import type { NodeSpec, NodeType, Projection } from '../node-type.js';
import { requireImage } from '../patterns/convolution.js';
import { countsOf, type Groups } from '../patterns/groups.js';
import { once } from '../patterns/once.js';
import { type PoolSpec, pooledShape, poolKeys, requirePool, windowsOf } from '../patterns/pool.js';
import { meanFactor, nothingLearned, summing, sumProjection } from './fixed.js';

/**
 * The mean over each window of an image [height, width, channels]: synapses of weight 1 / window. Windows may overlap. Places in the
 * padding are zeros that count, or with `countIncludePad: false` none: 1 over the units that a window has (PyTorch's AvgPool2d).
 */
export const meanPool2d: NodeType = {
  ...nothingLearned,
  schema: z.strictObject({ ...poolKeys, countIncludePad: z.boolean('true or false').optional() }),
  check: (where, spec, parents) => {
    requireImage(where, parents);
    requirePool(where, own(spec), parents[0]);
  },
  shape: (spec, [parent]) => pooledShape(own(spec), parent),
  synapses: (spec, parents) => {
    const { groups, counts } = over(spec, parents);
    return counts ? byCount(groups, counts) : summing(groups, meanFactor(groups));
  },
  projection: (m, spec, parents) => {
    const { groups, counts } = over(spec, parents);
    return counts ? overCounts(m, groups, counts) : sumProjection(m, groups, meanFactor(groups));
  },
};

const own = (spec: NodeSpec) => spec as NodeSpec & PoolSpec & { readonly countIncludePad?: boolean };

/** Windows; and how many units each has, where that is what counts and not all have as many. */
const over = once((spec, [parent]) => {
  const groups = windowsOf(own(spec), parent);
  const counts = own(spec).countIncludePad === false ? countsOf(groups) : undefined;
  return { groups, counts };
});

/** Blocks of synapses of one weight, those of windows that have as many units. */
function byCount(groups: Groups, counts: Int32Array): readonly SynapseBlock[] {
  const [block] = summing(groups, 1);
  return [...new Set(counts)].map((count) => ({
    ...block,
    connections: some(block.connections as SynapseList, (post) => counts[post] === count),
    weights: 1 / count,
  }));
}

function some({ starts, pres, places }: SynapseList, kept: (post: number) => boolean): SynapseList {
  const begins = [0];
  const taken: number[] = [];
  for (let post = 0; post + 1 < starts.length; post++) {
    if (kept(post)) for (let k = starts[post]; k < starts[post + 1]; k++) taken.push(k);
    begins.push(taken.length);
  }
  const of = (column: Int32Array) => Int32Array.from(taken, (k) => column[k]);
  return { kind: 'list', starts: Int32Array.from(begins), pres: of(pres), places: of(places) };
}

/** The sum of each group over the number of units in it. */
function overCounts<T>(m: Tensors<T>, groups: Groups, counts: Int32Array): Projection<T> {
  const sums = sumProjection(m, groups, 1);
  const mean = (x: T): T => m.div(x, m.row(counts));
  return {
    ...sums,
    current: (parents) => mean(sums.current(parents)),
    feedback: (parent, message) => sums.feedback(parent, mean(message)),
  };
}
