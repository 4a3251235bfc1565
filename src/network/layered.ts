import { z } from 'zod';
import { refuse } from '../errors.js';
import { asObject, read } from '../schema.js';

const schema = z.strictObject({
  input: z.array(z.unknown(), 'a list of sizes, like [784]'),
  layers: z.array(z.unknown(), 'a list of layers').min(1, 'at least one layer'),
  loss: z.string('the name of a loss').default('mse'),
  init: z.unknown().optional(),
});

/** The name of the one input of a layered description. */
export const layeredInput = 'input';

/** Name of the layer at place `index`, as PyTorch's module lists name it. */
export const layerName = (index: number) => `layers.${index}`;

/** The graph form of a layered description: a chain. */
export function expandLayers(where: string, given: Record<string, unknown>): Record<string, unknown> {
  const { input, layers, loss, init } = read(where, schema, given);
  const nodes = layers.map((layer, i) => {
    const from = [i === 0 ? layeredInput : layerName(i - 1)];
    return [layerName(i), { ...readLayer(`${where}.layers.${i}`, layer), from }] as const;
  });
  return {
    inputs: { [layeredInput]: input },
    nodes: Object.fromEntries(nodes),
    outputs: { [layerName(layers.length - 1)]: { loss } },
    ...(init === undefined ? {} : { init }),
  };
}

function readLayer(where: string, layer: unknown): Record<string, unknown> {
  const given = asObject(where, layer);
  if (Object.hasOwn(given, 'from')) {
    refuse({
      where,
      got: 'unknown key "from"',
      expected: 'a layer, which takes the one before it',
      hint: 'the graph form, with "nodes"',
    });
  }
  return given;
}
