import { adding } from '../registry.js';
import type { NodeType } from './node-type.js';
import { dense } from './nodes/dense.js';

/** Every node type by the name a network description uses. A new one: one file, one line here. */
export const nodeTypes: Readonly<Record<string, NodeType>> = { dense };

/** Adds a node type at run time. @throws {InputError} */
export const addNodeType = adding('node types', nodeTypes, {
  schema: 'object',
  shape: 'function',
  parameters: 'function',
  feedback: 'function',
  synapses: 'function',
  projection: 'function',
});
