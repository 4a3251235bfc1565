import type { NodeSpec } from '../../../network/node-type.js';
import { type WindowSpec, windowOf } from '../../../network/patterns/convolution.js';
import { imageOrder } from '../columns.js';
import type { Module } from '../surroundings.js';
import { moved, together } from '../translation.js';
import { same } from './same.js';

/** Conv2d: ours has a filter's weights in the order height, width, channel; PyTorch's is channel, height, width. */
export const conv2d: Module = (node, { network, parameters, shapes }) => {
  const spec = network.nodes[node] as NodeSpec & WindowSpec;
  const { kernel } = windowOf(spec, shapes[spec.from[0]], { filters: 1, groups: 1 });
  const name = `${node}.weight`;
  const [filters, columns] = parameters[name];
  const [height, width] = kernel;
  const channels = columns / (height * width);
  const theirs = { name, shape: [filters, channels, height, width] };
  const weight = moved({ name, shape: parameters[name] }, theirs, imageOrder(height * width, channels));
  return together([weight, ...same(parameters, `${node}.bias`)]);
};
