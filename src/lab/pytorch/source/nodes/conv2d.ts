import type { NodeSpec } from '../../../../network/node-type.js';
import { type WindowSpec, windowOf } from '../../../../network/patterns/convolution.js';
import { hasBias, imageAt, moduleOf, truth, tuple, type Writer } from '../writer.js';

/** Conv2d. */
export const conv2d: Writer = (node, spec, around) => {
  const { from, share = node, filters, groups } = spec as NodeSpec & WindowSpec & Sizes;
  const window = windowOf(spec as NodeSpec & WindowSpec, around.shapes[from[0]], { filters, groups });
  const { channels, kernel, stride, dilation, padding } = window;
  const [[top, bottom], [left, right]] = padding;
  const even = top === bottom && left === right;
  const sizes = [channels, filters, tuple(kernel), `stride=${tuple(stride)}`];
  const others = [`padding=${tuple(even ? [top, left] : [0, 0])}`, `dilation=${tuple(dilation)}`];
  const rest = [`groups=${groups}`, `bias=${truth(hasBias(around, share))}`];
  const image = imageAt(from[0], around.shapes[from[0]]);
  const padded = even ? image : `F.pad(${image}, ${tuple([left, right, top, bottom])})`;
  return {
    ...(share === node && { module: `nn.Conv2d(${[...sizes, ...others, ...rest].join(', ')})` }),
    value: `last(${moduleOf(share)}(${padded}))`,
  };
};

interface Sizes {
  readonly filters: number;
  readonly groups: number;
}
