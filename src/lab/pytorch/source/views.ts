import type { Shape } from '../../../network/shapes.js';
import type { ViewSpec } from '../../../network/view.js';
import { axisOf } from '../../../network/views/axis.js';
import { viewTypes } from '../../../network/views.js';
import { at, commas, type ViewWriter } from './writer.js';

const reshaped = (spec: ViewSpec, shapes: readonly Shape[]) =>
  `${at(spec.from[0])}.reshape(-1, ${commas(viewTypes[spec.type].shape(spec, shapes))})`;

/** By their types. */
export const viewWriters: Readonly<Record<string, ViewWriter>> = {
  flatten: reshaped,
  reshape: reshaped,
  unsqueeze: reshaped,
  concat: (spec, [first]) => `torch.cat([${spec.from.map(at).join(', ')}], ${axisOf(spec, first) + 1})`,
  slice: (spec, [shape]) => {
    const axis = axisOf(spec, shape);
    const { begin, end = shape[axis] } = spec as ViewSpec & { readonly begin: number; readonly end?: number };
    return `${at(spec.from[0])}[${', :'.repeat(axis + 1).slice(2)}, ${begin}:${end}]`;
  },
  transpose: (spec) => {
    const { axes } = spec as ViewSpec & { readonly axes: readonly number[] };
    return `${at(spec.from[0])}.permute(0, ${commas(axes.map((axis) => axis + 1))})`;
  },
};
