import type { NodeSpec } from '../../../../network/node-type.js';
import { imageOf } from '../../../../network/patterns/convolution.js';
import type { PoolSpec } from '../../../../network/patterns/pool.js';
import type { Shape } from '../../../../network/shapes.js';
import { commas, imageAt, tuple, type Writer } from '../writer.js';

type Pool = NodeSpec & PoolSpec & { readonly countIncludePad?: boolean };
type Name = 'max_pool2d' | 'avg_pool2d';

/** @param image channels first */
function pooled(name: Name, image: string, spec: NodeSpec): string {
  const { kernel, stride = kernel, padding, countIncludePad } = spec as Pool;
  const both = (value: number | readonly number[]) =>
    tuple(typeof value === 'number' ? [value, value] : value);
  const around = padding === undefined ? '' : `, ${both(padding)}`;
  const counted = countIncludePad === false ? ', count_include_pad=False' : '';
  return `last(F.${name}(${image}, ${both(kernel)}, ${both(stride)}${around}${counted}))`;
}

const pool =
  (name: Name): Writer =>
  (node, spec, { shapes }) => {
    const [parent] = spec.from;
    const value = pooled(name, imageAt(parent, shapes[parent]), spec);
    const shape = shapes[node];
    return { value: shape.length === 3 ? value : `${value}.reshape(-1, ${commas(shape)})` };
  };

/** The mean over windows of a source, by its expression. */
export const meanOver = (x: string, spec: NodeSpec, source: Shape): string =>
  pooled('avg_pool2d', `first(${x}.reshape(-1, ${commas(imageOf(source))}))`, spec);

export const maxPool2d = pool('max_pool2d');
export const meanPool2d = pool('avg_pool2d');
