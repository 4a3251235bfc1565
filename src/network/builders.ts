import { choose, refuse } from '../errors.js';
import { adding } from '../registry.js';
import { asObject, read } from '../schema.js';
import type { Described, NetworkBuilder, PartBuilder } from './builder.js';
import { attention } from './builders/attention.js';
import { cnn } from './builders/cnn.js';
import { gru } from './builders/gru.js';
import { layerNorm } from './builders/layer-norm.js';
import { lstm } from './builders/lstm.js';
import { mlp } from './builders/mlp.js';
import { residualMlp } from './builders/residual-mlp.js';
import { softmax } from './builders/softmax.js';
import { transformerBlock } from './builders/transformer-block.js';
import { vgg } from './builders/vgg.js';

/** Every builder of several nodes, by the name a description uses. A new one: one file, one line here. */
export const partBuilders: Readonly<Record<string, PartBuilder>> = {
  ...{ layerNorm, softmax, attention, transformerBlock, lstm, gru },
};

/** Every builder of a network, by the name a description uses. A new one: one file, one line here. */
export const networkBuilders: Readonly<Record<string, NetworkBuilder>> = { mlp, residualMlp, cnn, vgg };

/** Adds a builder of several nodes at run time. @throws {InputError} */
export const addPartBuilder = adding('builders of nodes', partBuilders, {
  schema: 'object',
  parents: 'number',
  build: 'function',
});

/** Adds a builder of a network at run time. @throws {InputError} */
export const addNetworkBuilder = adding('builders of networks', networkBuilders, {
  schema: 'object',
  build: 'function',
});

/** The description that `{"builder": "cnn", ...}` stands for. @throws {InputError} */
export function expandNetwork(where: string, given: Described): Described {
  const { builder, ...spec } = given;
  const { schema, build } = choose(`${where}.builder`, networkBuilders, String(builder));
  return build(read(where, schema, spec) as Described);
}

/** Nodes with those that builders stand for in their places. @throws {InputError} */
export function expandNodes(where: string, nodes: Described): Described {
  if (!Object.values(nodes).some(isBuilt)) return nodes;
  const expanded: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(nodes)) {
    const parts = isBuilt(node) ? built(`${where}.${name}`, name, node) : { [name]: node };
    for (const [part, one] of Object.entries(parts)) {
      if (part in expanded || (part !== name && part in nodes))
        refuse({ where: `${where}.${part}`, got: `a part of ${name}, too`, expected: 'a name of its own' });
      expanded[part] = one;
    }
  }
  return expanded;
}

const isBuilt = (node: unknown): node is Described =>
  typeof node === 'object' && node !== null && 'builder' in node;

function built(where: string, name: string, node: Described): Described {
  const { builder, from, ...spec } = asObject(where, node);
  const { schema, parents, build } = choose(`${where}.builder`, partBuilders, String(builder));
  if (!Array.isArray(from) || from.length !== parents || !from.every((one) => typeof one === 'string'))
    refuse({
      where: `${where}.from`,
      got: JSON.stringify(from) ?? 'nothing',
      expected: `a list of ${parents} name`,
    });
  // Builders may be made of others.
  const nodes = expandNodes(where, build(name, from, read(where, schema, spec) as Described));
  return { ...nodes, [name]: { built: builder, ...asObject(where, nodes[name]) } };
}
