import { refuse } from '../errors.js';
import type { Layout } from '../network/layout.js';
import { checkValues, type Values } from '../network/parameters.js';
import type { Batch } from './simulator.js';

/**
 * Checks that a batch fits the network: every input and target there, [batch, units], finite.
 * @throws {InputError} naming the input or target
 */
export function checkBatch(layout: Layout, batch: Batch, where = 'batch'): void {
  checkSet(`${where}.inputs`, layout.inputs, batch.inputs, batch.size);
  checkSet(`${where}.targets`, layout.outputs, batch.targets, batch.size);
}

/** A batch whose numbers are its own. */
export function copyBatch({ size, inputs, targets, factors }: Batch): Batch {
  const told = factors && { factors: copySet(factors) };
  return { size, inputs: copySet(inputs), targets: copySet(targets), ...told };
}

const copySet = (set: Batch['inputs']): Batch['inputs'] =>
  Object.fromEntries(
    Object.entries(set).map(([name, { shape, data }]) => [name, { shape: [...shape], data: data.slice() }]),
  );

/** Number of rows of a set of inputs. @throws {InputError} unless they fit the network */
export function checkInputs(layout: Layout, inputs: Batch['inputs'], where = 'inputs'): number {
  const size = Object.values(inputs)[0]?.shape[0] ?? 0;
  checkSet(where, layout.inputs, inputs, size);
  return size;
}

function checkSet(
  where: string,
  wanted: readonly { readonly name: string; readonly size: number }[],
  given: Readonly<Record<string, Values>>,
  rows: number,
): void {
  if (rows < 1) refuse({ where, got: `a batch of ${rows}`, expected: 'at least one sample' });
  const known = wanted.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger) refuse({ where, got: stranger, expected: known.join(', ') });
  for (const { name, size } of wanted) checkValues(`${where}.${name}`, given[name], [rows, size]);
}
