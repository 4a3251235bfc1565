import { z } from 'zod';
import { refuse } from '../../errors.js';
import { placeOf, strideOf } from '../../math/grouping.js';
import type { ViewType } from '../view.js';
import { axisOf, axisSchema, requireAxis } from './axis.js';

/** Side by side along an axis, the last if not given. */
export const concat: ViewType = {
  schema: z.strictObject({ axis: axisSchema.optional() }),
  check: (where, spec, parents) => {
    requireAxis(where, spec, parents[0]);
    const axis = axisOf(spec, parents[0]);
    const odd = parents.findIndex(
      (shape) =>
        shape.length !== parents[0].length || shape.some((size, k) => k !== axis && size !== parents[0][k]),
    );
    if (odd < 0) return;
    refuse({
      where: `${where}.from[${odd}]`,
      got: `${spec.from[odd]} of shape [${parents[odd].join(', ')}]`,
      expected: `[${parents[0].join(', ')}] but for axis ${axis}`,
    });
  },
  shape: (spec, parents) => {
    const axis = axisOf(spec, parents[0]);
    const size = parents.reduce((sum, shape) => sum + shape[axis], 0);
    return parents[0].map((n, k) => (k === axis ? size : n));
  },
  units: (spec, parents) => {
    const axis = axisOf(spec, parents[0]);
    const shape = concat.shape(spec, parents);
    const strides = parents.map(strideOf);
    return (unit) => {
      const place = placeOf(unit, shape);
      let parent = 0;
      for (; place[axis] >= parents[parent][axis]; parent++) place[axis] -= parents[parent][axis];
      return { parent, unit: place.reduce((sum, at, k) => sum + at * strides[parent][k], 0) };
    };
  },
};
