import type { NodeSpec } from '../../../../network/node-type.js';
import type { PoolSpec } from '../../../../network/patterns/pool.js';
import { commas, imageAt, tuple, type Writer } from '../writer.js';

type Pool = NodeSpec & PoolSpec & { readonly countIncludePad?: boolean };

const pool =
  (name: 'max_pool2d' | 'avg_pool2d'): Writer =>
  (node, spec, { shapes }) => {
    const { from, kernel, stride = kernel, padding, countIncludePad } = spec as Pool;
    const both = (value: number | readonly number[]) =>
      tuple(typeof value === 'number' ? [value, value] : value);
    const image = imageAt(from[0], shapes[from[0]]);
    const around = padding === undefined ? '' : `, ${both(padding)}`;
    const counted = countIncludePad === false ? ', count_include_pad=False' : '';
    const pooled = `last(F.${name}(${image}, ${both(kernel)}, ${both(stride)}${around}${counted}))`;
    const shape = shapes[node];
    return { value: shape.length === 3 ? pooled : `${pooled}.reshape(-1, ${commas(shape)})` };
  };

export const maxPool2d = pool('max_pool2d');
export const meanPool2d = pool('avg_pool2d');
