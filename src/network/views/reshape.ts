import { z } from 'zod';
import { refuse } from '../../errors.js';
import { sizeOf } from '../shapes.js';
import type { ViewSpec, ViewType } from '../view.js';
import { requireOneOf } from './axis.js';

const size = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const schema = z.strictObject({
  shape: z.array(size, 'a list of sizes, like [28, 28]').min(1, 'at least one axis'),
});
const own = (spec: ViewSpec) => spec as ViewSpec & z.infer<typeof schema>;

/** The same units, row-major, in another shape. */
export const reshape: ViewType = {
  schema,
  check: (where, spec, [parent]) => {
    requireOneOf(where, spec);
    const { shape } = own(spec);
    if (sizeOf(shape) === sizeOf(parent)) return;
    const got = `[${shape.join(', ')}], ${sizeOf(shape)} units`;
    refuse({ where: `${where}.shape`, got, expected: `${sizeOf(parent)} units, as ${spec.from[0]} has` });
  },
  shape: (spec) => own(spec).shape,
  units: () => (unit) => ({ parent: 0, unit }),
};
