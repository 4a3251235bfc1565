import { groupedShape, groupOf } from '../../math/grouping.js';
import { eachConnection, perFilter, unitsIn, unitsOut } from '../../math/window.js';
import { sizeOf } from '../../network/shapes.js';
import type { Device } from '../../sim/batched/device.js';
import { byRow, type Matrix, matrixOf } from './matrix.js';

type Patterned =
  | ('row' | 'reshape' | 'pick' | 'sumOver' | 'spreadOver' | 'maxOver' | 'winners')
  | ('convolve' | 'convolveBack' | 'convolveProducts');

/** What whole layers need of groups of units and of kernels, in float64 and plain loops. */
export const patterned: Pick<Device<Matrix>, Patterned> = {
  row: (values) => matrixOf([values.length], Float64Array.from(values)),
  reshape: ({ data }, columns) => matrixOf([data.length / columns, columns], data),
  pick: (a, columns) =>
    byRow(a, columns.length, (row, out) => {
      for (const [k, column] of columns.entries()) if (column >= 0) out[k] = row[column];
    }),
  sumOver: (a, grouping) => {
    const group = groupOf(grouping);
    return byRow(a, sizeOf(groupedShape(grouping)), (row, out) => {
      for (const [unit, g] of group.entries()) out[g] += row[unit];
    });
  },
  spreadOver: (a, grouping, times) => {
    const group = groupOf(grouping);
    return byRow(a, group.length, (row, out, i) => {
      const own = times?.data.subarray(i * group.length, (i + 1) * group.length);
      for (const [unit, g] of group.entries()) out[unit] = own ? row[g] * own[unit] : row[g];
    });
  },
  maxOver: (a, grouping) => {
    const group = groupOf(grouping);
    return byRow(a, sizeOf(groupedShape(grouping)), (row, out) => {
      out.fill(-Infinity);
      for (const [unit, g] of group.entries()) out[g] = Math.max(out[g], row[unit]);
    });
  },
  winners: (a, grouping) => {
    const group = groupOf(grouping);
    const groups = sizeOf(groupedShape(grouping));
    return byRow(a, group.length, (row, out) => {
      const first = new Int32Array(groups).fill(-1);
      for (const [unit, g] of group.entries()) if (first[g] < 0 || row[unit] > row[first[g]]) first[g] = unit;
      for (const unit of first) out[unit] = 1;
    });
  },
  convolve: (a, filters, window) =>
    byRow(a, unitsOut(window), (row, out) =>
      eachConnection(window, (pre, post, weight) => {
        out[post] += filters.data[weight] * row[pre];
      }),
    ),
  convolveBack: (a, filters, window) =>
    byRow(a, unitsIn(window), (row, out) =>
      eachConnection(window, (pre, post, weight) => {
        out[pre] += filters.data[weight] * row[post];
      }),
    ),
  convolveProducts: (a, b, window) => {
    const sums = new Float64Array(window.filters * perFilter(window));
    for (let i = 0; i < a.rows; i++) {
      const [pres, posts] = [a, b].map((m) => m.data.subarray(i * m.columns, (i + 1) * m.columns));
      eachConnection(window, (pre, post, weight) => {
        sums[weight] += pres[pre] * posts[post];
      });
    }
    return matrixOf([window.filters, perFilter(window)], sums);
  },
};
