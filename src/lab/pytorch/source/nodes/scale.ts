import type { NodeSpec } from '../../../../network/node-type.js';
import { at, hasBias, moduleOf, truth, tuple, type Writer } from '../writer.js';

/** A gain, and perhaps a bias, for each unit of the last axes. */
export const scale: Writer = (node, spec, around) => {
  const { from, share = node, axes } = spec as NodeSpec & { readonly axes?: number };
  const shape = around.shapes[node];
  const last = axes === undefined ? shape : shape.slice(-axes);
  const [width] = around.parameters[`${share}.weight`];
  return {
    ...(share === node && { module: `Scale(${width}, ${truth(hasBias(around, node))})` }),
    value: `${moduleOf(share)}(${at(from[0])}, ${tuple(last)})`,
  };
};
