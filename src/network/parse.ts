import { z } from 'zod';
import { choose, nearest, refuse } from '../errors.js';
import { activations } from '../neurons/activations.js';
import { losses } from '../neurons/losses.js';
import { readInitialiser } from './initialisers.js';
import { expandLayers } from './layered.js';
import type { Network, OutputSpec } from './network.js';
import type { NodeSpec } from './node-type.js';
import { nodeTypes } from './nodes.js';
import { asObject, read, refuseUnknownKeys, show } from './schema.js';
import type { Shape } from './shapes.js';
import { topologicalOrder } from './topology.js';

const positive = 'a whole number of at least 1';
const shapeSchema = z.array(z.int(positive).min(1, positive)).min(1, 'at least one axis, like [784]');
const commonKeys = z.strictObject({
  type: z.string(),
  activation: z.enum(Object.keys(activations) as [string, ...string[]]).default('linear'),
  from: z.array(z.string()).min(1, 'at least one parent'),
  init: z.record(z.string(), z.unknown()).default({}),
});
const outputSchema = z.strictObject({ loss: z.enum(Object.keys(losses) as [string, ...string[]]) });
const defaultInit = { weight: 'glorot', bias: 'zeros' };

/**
 * Reads a network description, layered or graph form, as parsed from JSON.
 * @param where what to call it in errors: a file name
 * @throws {InputError} naming the field, on anything that is not a feed-forward network
 */
export function parseNetwork(description: unknown, where = 'network'): Network {
  const given = asObject(where, description);
  const graph = 'layers' in given ? expandLayers(where, given) : given;
  refuseUnknownKeys(where, ['inputs', 'nodes', 'outputs', 'init'], graph);
  const inputs = readEntries(where, 'inputs', graph.inputs, readShape);
  const init = { ...defaultInit, ...asObject(`${where}.init`, graph.init ?? {}) };
  const nodes = readEntries(where, 'nodes', graph.nodes, (at, value) => readNode(at, value, init));
  const outputs = readEntries(where, 'outputs', graph.outputs, readOutput);
  refuseClashes(where, inputs, nodes);
  refuseStrangers(where, inputs, nodes, outputs);
  const order = topologicalOrder(where, nodes);
  refuseDeadEnds(where, inputs, nodes, outputs);
  return { inputs, nodes: Object.fromEntries(order.map((name) => [name, nodes[name]])), outputs };
}

function readEntries<V>(
  where: string,
  key: string,
  value: unknown,
  readOne: (at: string, value: unknown) => V,
): Readonly<Record<string, V>> {
  const entries = Object.entries(asObject(`${where}.${key}`, value));
  if (entries.length === 0) refuse({ where: `${where}.${key}`, got: 'none', expected: 'at least one' });
  for (const [name] of entries) refuseOddName(`${where}.${key}`, name);
  return Object.fromEntries(entries.map(([name, v]) => [name, readOne(`${where}.${key}.${name}`, v)]));
}

function readShape(where: string, value: unknown): Shape {
  return read(where, z.strictObject({ shape: shapeSchema }), { shape: value }).shape;
}

function readNode(where: string, value: unknown, defaults: Record<string, unknown>): NodeSpec {
  const given = asObject(where, value);
  if (typeof given.type !== 'string') {
    refuse({ where: `${where}.type`, got: show(given.type), expected: 'the name of a node type' });
  }
  const { schema } = choose(`${where}.type`, nodeTypes, given.type);
  const whole = z.strictObject({ ...commonKeys.shape, ...schema.shape });
  const spec = read(where, whole, value) as unknown as NodeSpec;
  refuseUnknownKeys(`${where}.init`, Object.keys(defaults), spec.init);
  const init = Object.entries({ ...defaults, ...spec.init }).map(([name, i]) => [
    name,
    readInitialiser(`${where}.init.${name}`, i),
  ]);
  return { ...spec, init: Object.fromEntries(init) };
}

function readOutput(where: string, value: unknown): OutputSpec {
  return read(where, outputSchema, value) as OutputSpec;
}

// Names stand in file keys (NAME.weight) and in addresses of neurons (NAME[3]).
function refuseOddName(where: string, name: string): void {
  if (/^[A-Za-z_][\w.-]*$/.test(name)) return;
  refuse({
    where,
    got: `the name ${JSON.stringify(name)}`,
    expected: 'a letter, then letters, digits, _ - .',
  });
}

function refuseClashes(where: string, inputs: object, nodes: object): void {
  const clash = Object.keys(nodes).find((name) => Object.hasOwn(inputs, name));
  if (clash) {
    refuse({ where: `${where}.nodes.${clash}`, got: 'the name of an input', expected: 'a name of its own' });
  }
}

function refuseStrangers(where: string, inputs: object, nodes: Network['nodes'], outputs: object): void {
  const sources = [...Object.keys(inputs), ...Object.keys(nodes)];
  for (const [name, node] of Object.entries(nodes)) {
    for (const parent of node.from) refuseStranger(`${where}.nodes.${name}.from`, parent, sources);
  }
  for (const name of Object.keys(outputs)) refuseStranger(`${where}.outputs`, name, Object.keys(nodes));
}

function refuseStranger(where: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  refuse({
    where,
    got: JSON.stringify(name),
    expected: `one of ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', ...' : ''}`,
    hint: near && JSON.stringify(near),
  });
}

// No gradient ever reaches a unit that leads nowhere: a description that has one is a mistake.
function refuseDeadEnds(
  where: string,
  inputs: Network['inputs'],
  nodes: Network['nodes'],
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
