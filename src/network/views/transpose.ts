import { z } from 'zod';
import { refuse } from '../../errors.js';
import { placeOf, strideOf } from '../../math/grouping.js';
import type { ViewSpec, ViewType } from '../view.js';
import { axisSchema, requireOneOf } from './axis.js';

const schema = z.strictObject({ axes: z.array(axisSchema, 'an order of axes, like [1, 0]') });
const own = (spec: ViewSpec) => spec as ViewSpec & z.infer<typeof schema>;

/** Axes in another order: axis k is axis axes[k] of what is looked at, as numpy.transpose and torch.permute have it. */
export const transpose: ViewType = {
  schema,
  check: (where, spec, [parent]) => {
    requireOneOf(where, spec);
    const { axes } = own(spec);
    const whole = axes.length === parent.length && parent.every((_, axis) => axes.includes(axis));
    if (whole) return;
    const expected = `each of ${[...parent.keys()].join(', ')} once, the axes of ${spec.from[0]}`;
    refuse({ where: `${where}.axes`, got: `[${axes.join(', ')}]`, expected });
  },
  shape: (spec, [parent]) => own(spec).axes.map((axis) => parent[axis]),
  units: (spec, parents) => {
    const shape = transpose.shape(spec, parents);
    const strides = strideOf(parents[0]);
    const { axes } = own(spec);
    return (unit) => ({
      parent: 0,
      unit: placeOf(unit, shape).reduce((sum, at, k) => sum + at * strides[axes[k]], 0),
    });
  },
};
