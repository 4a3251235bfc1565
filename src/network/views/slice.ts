import { z } from 'zod';
import { refuse } from '../../errors.js';
import { placeOf, strideOf } from '../../math/grouping.js';
import type { ViewSpec, ViewType } from '../view.js';
import { axisOf, axisSchema, requireAxis, requireOneOf } from './axis.js';

const place = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');
const schema = z.strictObject({
  axis: axisSchema.optional(),
  begin: place.default(0),
  end: place.optional(),
});
const own = (spec: ViewSpec) => spec as ViewSpec & z.infer<typeof schema>;

/** From `begin` up to `end` (to the last if not given) along an axis, the last if not given. */
export const slice: ViewType = {
  schema,
  check: (where, spec, parents) => {
    requireOneOf(where, spec);
    requireAxis(where, spec, parents[0]);
    const size = parents[0][axisOf(spec, parents[0])];
    const { begin, end = size } = own(spec);
    if (begin < end && end <= size) return;
    const expected = `begin below end, and end at most ${size}`;
    refuse({ where: `${where}.begin`, got: `${begin} with end ${end}`, expected });
  },
  shape: (spec, [parent]) => {
    const axis = axisOf(spec, parent);
    const { begin, end = parent[axis] } = own(spec);
    return parent.map((size, k) => (k === axis ? end - begin : size));
  },
  units: (spec, parents) => {
    const axis = axisOf(spec, parents[0]);
    const shape = slice.shape(spec, parents);
    const strides = strideOf(parents[0]);
    const first = own(spec).begin * strides[axis];
    return (unit) => ({
      parent: 0,
      unit: placeOf(unit, shape).reduce((sum, at, k) => sum + at * strides[k], first),
    });
  },
};
