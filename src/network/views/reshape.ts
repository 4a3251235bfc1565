import { z } from 'zod';
import { refuse } from '../../errors.js';
import { type Shape, sizeOf } from '../shapes.js';
import type { ViewSpec, ViewType } from '../view.js';
import { requireOneOf } from './axis.js';

const size = z
  .int('a whole number')
  .refine((n) => n >= 1 || n === -1, 'a whole number of at least 1, or -1 for what is left');
const schema = z.strictObject({
  shape: z.array(size, 'a list of sizes, like [28, 28]').min(1, 'at least one axis'),
});
const own = (spec: ViewSpec) => spec as ViewSpec & z.infer<typeof schema>;

/** Its shape; what is given as -1 is what is left of the parent's units. */
function shapeOf(spec: ViewSpec, parent: Shape): Shape {
  const { shape } = own(spec);
  const known = sizeOf(shape.filter((n) => n > 0));
  return shape.map((n) => (n > 0 ? n : sizeOf(parent) / known));
}

/** The same units, row-major, in another shape; one size may be -1, as PyTorch has it. */
export const reshape: ViewType = {
  schema,
  check: (where, spec, [parent]) => {
    requireOneOf(where, spec);
    const { shape } = own(spec);
    const made = shapeOf(spec, parent);
    const one = shape.filter((n) => n < 0).length <= 1;
    if (one && sizeOf(made) === sizeOf(parent) && made.every(Number.isInteger)) return;
    const got = `[${shape.join(', ')}]`;
    refuse({ where: `${where}.shape`, got, expected: `${sizeOf(parent)} units, as ${spec.from[0]} has` });
  },
  shape: (spec, [parent]) => shapeOf(spec, parent),
  units: () => (unit) => ({ parent: 0, unit }),
};
