import { adding } from '../registry.js';
import type { NodeType } from './node-type.js';
import { conv2d } from './nodes/conv2d.js';
import { dense } from './nodes/dense.js';
import { maxPool2d } from './nodes/max-pool2d.js';
import { meanPool2d } from './nodes/mean-pool2d.js';

/** Every node type by the name a network description uses. A new one: one file, one line here. */
export const nodeTypes: Readonly<Record<string, NodeType>> = { dense, conv2d, meanPool2d, maxPool2d };

/** Adds a node type at run time. @throws {InputError} */
export const addNodeType = adding('node types', nodeTypes, {
  schema: 'object',
  shape: 'function',
  parameters: 'function',
  feedback: 'function',
  synapses: 'function',
  projection: 'function',
});
