import { columnsOf } from '../columns.js';
import type { Module, Surroundings } from '../surroundings.js';
import { moved, together } from '../translation.js';
import { same } from './same.js';

/** Linear behind a flatten: columns that come from an image are in another order. */
export const dense: Module = (node, around) => {
  const name = `${node}.weight`;
  const { order, notes } = columnsOf(around, node);
  const tensor = { name, shape: around.parameters[name] };
  const weight = moved(tensor, tensor, order, [...notes, ...oddSharers(around, node, order)]);
  return together([weight, ...same(around.parameters, `${node}.bias`)]);
};

/** Nodes that have the weight, too, and would have it in another order. */
function oddSharers(around: Surroundings, node: string, order: Int32Array | undefined): string[] {
  return Object.entries(around.network.nodes)
    .filter(([, { share }]) => share === node)
    .filter(([name]) => columnsOf(around, name).order?.join() !== order?.join())
    .map(
      ([name]) =>
        `${node}.weight: ${name} has it, too, with columns in another order: Linear cannot share it`,
    );
}
