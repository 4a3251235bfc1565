import { refuse } from '../errors.js';
import { adding } from '../registry.js';
import type { NodeSpec, NodeType } from './node-type.js';
import { add } from './nodes/add.js';
import { causal } from './nodes/causal.js';
import { conv2d } from './nodes/conv2d.js';
import { dense } from './nodes/dense.js';
import { linear } from './nodes/linear.js';
import { local2d } from './nodes/local2d.js';
import { max } from './nodes/max.js';
import { maxPool2d } from './nodes/max-pool2d.js';
import { mean } from './nodes/mean.js';
import { meanPool2d } from './nodes/mean-pool2d.js';
import { multiply } from './nodes/multiply.js';
import { neurons } from './nodes/neurons.js';
import { scale } from './nodes/scale.js';
import { sparse } from './nodes/sparse.js';
import { sum } from './nodes/sum.js';
import { viewTypes } from './views.js';

/** Every node type by the name a network description uses. A new one: one file, one line here. */
export const nodeTypes: Readonly<Record<string, NodeType>> = {
  ...{ dense, linear, sparse, conv2d, local2d, meanPool2d, maxPool2d },
  ...{ add, multiply, sum, mean, max, scale, causal },
  neurons,
};

/** Adds a node type at run time. @throws {InputError} */
export const addNodeType = adding(
  'node types',
  nodeTypes,
  {
    schema: 'object',
    shape: 'function',
    parameters: 'function',
    feedback: 'function',
    synapses: 'function',
    projection: 'function',
  },
  (_, name) => requireFree('node types', name, viewTypes),
);

/** Adds a type of view at run time. @throws {InputError} */
export const addViewType = adding(
  'views',
  viewTypes,
  {
    schema: 'object',
    check: 'function',
    shape: 'function',
    units: 'function',
  },
  (_, name) => requireFree('views', name, nodeTypes),
);

/** Views stand among nodes, under `type`. */
function requireFree(where: string, name: string, others: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(others, name)) return;
  const expected = `one that is not taken: not ${Object.keys({ ...nodeTypes, ...viewTypes }).join(', ')}`;
  refuse({ where, got: `the name "${name}"`, expected });
}

/** The type of a node, as its description has it. */
export function typeOf(spec: NodeSpec): NodeType {
  const type = nodeTypes[spec.type];
  if (!type.integrationOf) return type;
  const known = described.get(spec) ?? { ...type, integration: type.integrationOf(spec) };
  described.set(spec, known);
  return known;
}

const described = new WeakMap<NodeSpec, NodeType>();
