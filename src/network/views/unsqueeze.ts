import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { ViewSpec, ViewType } from '../view.js';
import { axisSchema, requireOneOf } from './axis.js';

const schema = z.strictObject({ axis: axisSchema });
const own = (spec: ViewSpec) => spec as ViewSpec & z.infer<typeof schema>;

/** The same units with an axis of size one put in before axis `axis`. */
export const unsqueeze: ViewType = {
  schema,
  check: (where, spec, [parent]) => {
    requireOneOf(where, spec);
    if (own(spec).axis <= parent.length) return;
    refuse({ where: `${where}.axis`, got: String(own(spec).axis), expected: `at most ${parent.length}` });
  },
  shape: (spec, [parent]) => [...parent.slice(0, own(spec).axis), 1, ...parent.slice(own(spec).axis)],
  units: () => (unit) => ({ parent: 0, unit }),
};
