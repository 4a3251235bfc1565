import type { NodeSpec } from '../../../../network/node-type.js';
import { axesOf } from '../../../../network/patterns/axes.js';
import { at, tuple, type Writer } from '../writer.js';

const along =
  (name: 'sum' | 'mean' | 'amax'): Writer =>
  (_, spec: NodeSpec, { shapes }) => {
    const [parent] = spec.from;
    const axes = axesOf(spec, shapes[parent]).map((axis) => axis + 1);
    return { value: `${at(parent)}.${name}(${tuple(axes)}, keepdim=True)` };
  };

export const sum = along('sum');
export const mean = along('mean');
export const max = along('amax');
