import type { NodeSpec } from '../../../../network/node-type.js';
import { sizeOf } from '../../../../network/shapes.js';
import { patternWriters } from '../patterns.js';
import { at, hasBias, moduleOf, tuple, type Writer } from '../writer.js';

/** A node of one parent whose weights PyTorch has no module for: in our order, one bias for each unit. */
export const weighted: Writer = (node, spec, around) => {
  const { type, from, share = node } = spec as NodeSpec;
  const bias = hasBias(around, share);
  const shape = around.shapes[node];
  const [parent] = from;
  const weight = `${moduleOf(share)}.weight`;
  const brought = patternWriters[type](at(parent), spec, around.shapes[parent], weight);
  const sum = bias ? `${brought}.flatten(1) + ${moduleOf(share)}.bias` : brought;
  const sizes = [around.parameters[`${share}.weight`], bias ? [sizeOf(shape)] : undefined];
  return {
    ...(share === node && {
      module: `Weights(${sizes.map((one) => (one ? tuple(one) : 'None')).join(', ')})`,
    }),
    value: `(${sum}).reshape(-1, ${shape.join(', ')})`,
  };
};
