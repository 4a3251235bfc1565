import { z } from 'zod';
import { choose, nearest, refuse } from '../errors.js';
import { activations } from '../neurons/activations.js';
import { losses } from '../neurons/losses.js';
import { asObject, listed, nameIn, read, readValue, refuseUnknownKeys, show } from '../schema.js';
import { expandNetwork, expandNodes, partBuilders } from './builders.js';
import { type All, type AnySpec, checkShapes, isView } from './check-shapes.js';
import type { InitialiserSpec } from './initialiser.js';
import { readInitialiser } from './initialisers.js';
import { expandLayers } from './layered.js';
import { refuseTooLarge } from './limits.js';
import type { Network, OutputSpec } from './network.js';
import type { NodeSpec } from './node-type.js';
import { nodeTypes } from './nodes.js';
import { topologicalOrder } from './topology.js';
import type { ViewSpec } from './view.js';
import { viewTypes } from './views.js';

const positive = 'a whole number of at least 1';
const shapeSchema = z
  .array(z.int(positive).min(1, positive), 'a list of sizes, like [784]')
  .min(1, 'at least one axis, like [784]');
const commonKeys = {
  activation: nameIn(activations).default('linear'),
  from: z.array(z.string('the name of a parent'), 'a list of parents').min(1, 'at least one parent'),
  init: z.unknown().default({}),
  relaxes: z.boolean('true or false').optional(),
  share: z.string('the name of a node').optional(),
  built: nameIn(partBuilders).optional(),
};
const outputSchema = z.strictObject({ loss: nameIn(losses) });
/** What a node may have, by the names that initialisers go by. */
const parameterKeys: readonly string[] = ['weight', 'bias', 'feedback', 'direct'];
const defaultInit = { weight: 'glorot', bias: 'zeros' };

/**
 * Reads a network description, layered or graph form, as parsed from JSON.
 * @param where what to call it in errors: a file name
 * @throws {InputError} naming the field, on anything that is not a feed-forward network
 */
export function parseNetwork(description: unknown, where = 'network'): Network {
  const described = asObject(where, description);
  const given = 'builder' in described ? expandNetwork(where, described) : described;
  const layered = 'layers' in given;
  const graph = layered ? expandLayers(where, given) : given;
  refuseUnknownKeys(where, ['inputs', 'nodes', 'views', 'outputs', 'init'], graph);
  // In the layered form the names are places at the top of the description already: input, layers.0.
  const at = (key: string, name: string) => (layered ? `${where}.${name}` : `${where}.${key}.${name}`);
  const inputs = readEntries(where, 'inputs', graph.inputs, (name, value) =>
    readValue(at('inputs', name), shapeSchema, value),
  );
  const init = readInit(`${where}.init`, graph.init === undefined ? {} : graph.init, defaultInit);
  // Views are described among the nodes, and stand apart in what was read before.
  const parts = expandNodes(`${where}.nodes`, {
    ...(graph.views as object | undefined),
    ...asObject(`${where}.nodes`, graph.nodes),
  });
  const all = readEntries(where, 'nodes', parts, (name, value) => readNode(at('nodes', name), value, init));
  const outputs = readEntries(where, 'outputs', graph.outputs, (name, value) =>
    readOutput(layered ? where : at('outputs', name), value),
  );
  refuseClashes(where, inputs, all);
  refuseStrangers(where, inputs, all, outputs);
  const order = topologicalOrder(where, all);
  refuseDeadEnds(where, inputs, all, outputs);
  checkShapes(inputs, all, order, (name) => at('nodes', name));
  const some = (of: (spec: AnySpec) => boolean) =>
    Object.fromEntries(order.filter((name) => of(all[name])).map((name) => [name, all[name]]));
  const views = some(isView) as Readonly<Record<string, ViewSpec>>;
  const nodes = some((spec) => !isView(spec)) as Network['nodes'];
  const network = { inputs, nodes, ...(Object.keys(views).length > 0 && { views }), outputs };
  refuseTooLarge(where, network);
  return network;
}

function readEntries<V>(
  where: string,
  key: string,
  value: unknown,
  readOne: (name: string, value: unknown) => V,
): Readonly<Record<string, V>> {
  const entries = Object.entries(asObject(`${where}.${key}`, value));
  if (entries.length === 0) refuse({ where: `${where}.${key}`, got: 'none', expected: 'at least one' });
  for (const [name] of entries) refuseOddName(`${where}.${key}`, name);
  return Object.fromEntries(entries.map(([name, v]) => [name, readOne(name, v)]));
}

function readInit(
  where: string,
  value: unknown,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, InitialiserSpec> {
  const given = asObject(where, value);
  refuseUnknownKeys(where, parameterKeys, given);
  const all = Object.entries({ ...defaults, ...given });
  return Object.fromEntries(all.map(([name, init]) => [name, readInitialiser(`${where}.${name}`, init)]));
}

function readNode(where: string, value: unknown, defaults: Record<string, InitialiserSpec>): AnySpec {
  const given = asObject(where, value);
  if (typeof given.type !== 'string') {
    refuse({ where: `${where}.type`, got: show(given.type), expected: 'the name of a node type' });
  }
  if (Object.hasOwn(viewTypes, given.type)) {
    const { shape: keys } = viewTypes[given.type].schema;
    const schema = z.strictObject({ type: z.string(), ...keys, from: commonKeys.from });
    return read(where, schema, value) as unknown as ViewSpec;
  }
  choose(`${where}.type`, { ...nodeTypes, ...viewTypes }, given.type);
  const type = nodeTypes[given.type];
  const { shape } = type.schema;
  const schema = z.strictObject({ type: z.string(), ...shape, ...commonKeys });
  const described = type.describe?.(where, given) ?? given;
  const spec = read(where, schema, described) as unknown as NodeSpec;
  return { ...spec, init: readInit(`${where}.init`, spec.init, { ...defaults, ...type.init }) };
}

function readOutput(where: string, value: unknown): OutputSpec {
  return read(where, outputSchema, value) as OutputSpec;
}

// Names stand in file keys (NAME.weight) and in addresses of neurons (NAME[3]).
function refuseOddName(where: string, name: string): void {
  const got = `the name ${JSON.stringify(name)}`;
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) {
    refuse({ where, got, expected: 'letters, digits, "_", "-" and ".", beginning with a letter or "_"' });
  }
  if (name in Object.prototype) refuse({ where, got, expected: 'one that not every object has already' });
}

function refuseClashes(where: string, inputs: object, nodes: object): void {
  const clash = Object.keys(nodes).find((name) => Object.hasOwn(inputs, name));
  if (clash) {
    refuse({ where: `${where}.nodes.${clash}`, got: 'the name of an input', expected: 'a name of its own' });
  }
  // NODE.weight stands for the synapses of NODE wherever something is named.
  for (const [key, group] of Object.entries({ inputs, nodes })) {
    for (const name of Object.keys(group)) {
      const [, node, parameter] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
      if (!parameterKeys.includes(parameter) || !Object.hasOwn(nodes, node)) continue;
      const got = `the name of the ${parameter} of node ${node}`;
      refuse({ where: `${where}.${key}.${name}`, got, expected: 'a name of its own' });
    }
  }
}

function refuseStrangers(where: string, inputs: object, nodes: All, outputs: object): void {
  const sources = new Set([...Object.keys(inputs), ...Object.keys(nodes)]);
  for (const [name, node] of Object.entries(nodes)) {
    for (const parent of node.from) refuseStranger(`${where}.nodes.${name}.from`, parent, sources);
  }
  const takers = new Set(Object.keys(nodes).filter((name) => !isView(nodes[name])));
  for (const name of Object.keys(outputs)) refuseStranger(`${where}.outputs`, name, takers);
}

function refuseStranger(where: string, name: string, names: ReadonlySet<string>): void {
  if (names.has(name)) return;
  const known = [...names];
  const near = nearest(name, known);
  refuse({
    where,
    got: JSON.stringify(name),
    expected: `one of ${listed(known)}`,
    hint: near && JSON.stringify(near),
  });
}

// No gradient ever reaches a unit that leads nowhere: a description that has one is a mistake.
function refuseDeadEnds(
  where: string,
  inputs: Network['inputs'],
  nodes: All,
  outputs: Network['outputs'],
): void {
  const used = new Set([...Object.keys(outputs), ...Object.values(nodes).flatMap((node) => node.from)]);
  for (const [key, group] of Object.entries({ inputs, nodes })) {
    const idle = Object.keys(group).find((name) => !used.has(name));
    if (!idle) continue;
    refuse({
      where: `${where}.${key}.${idle}`,
      got: 'nothing that takes its activity',
      expected: `a node with it in "from"${key === 'nodes' ? ' or an entry in outputs' : ''}`,
    });
  }
}
