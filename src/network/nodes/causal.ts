import { z } from 'zod';
import { refuse } from '../../errors.js';
import { placeOf } from '../../math/grouping.js';
import { listOf } from '../../synapses/synapse-block.js';
import type { NodeType } from '../node-type.js';
import { requireOne } from '../patterns/axes.js';
import { once } from '../patterns/once.js';
import { type Shape, sizeOf } from '../shapes.js';
import { nothingLearned, withoutWeights } from './fixed.js';

/** Its one parent where axis 1 is at most as far as axis 0, and 0 elsewhere: what looks at nothing that comes later. */
export const causal: NodeType = {
  ...nothingLearned,
  schema: z.strictObject({}),
  check: (where, _, parents) => {
    requireOne(where, parents);
    const [shape] = parents;
    if (shape.length >= 2) return;
    refuse({
      where: `${where}.from`,
      got: `a parent of shape [${shape.join(', ')}]`,
      expected: 'two axes or more',
    });
  },
  shape: (_, [parent]) => parent,
  synapses: (spec, parents) => {
    const kept = keptOf(spec, parents);
    const units = sizeOf(parents[0]);
    const connections = listOf(units, (tell) => {
      for (let unit = 0; unit < units; unit++) if (kept[unit] === 1) tell(unit, unit, 0);
    });
    return [{ parent: 0, posts: units, pres: units, connections, weights: 1 }];
  },
  projection: (m, spec, parents) => {
    const kept = keptOf(spec, parents);
    return {
      ...withoutWeights(),
      current: ([x]) => m.mul(x, m.row(kept)),
      feedback: (_, message) => m.mul(message, m.row(kept)),
    };
  },
};

/** Of each unit, a one where it is kept. */
const keptOf = once((_, [shape]: readonly Shape[]) =>
  Int32Array.from({ length: sizeOf(shape) }, (__, unit) => {
    const [now, then] = placeOf(unit, shape);
    return then <= now ? 1 : 0;
  }),
);
