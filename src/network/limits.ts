import { refuse } from '../errors.js';
import { layOut } from './layout.js';
import type { Network } from './network.js';
import { sizeOf } from './shapes.js';

/** As many float64 parameters as a file of 2 GiB holds: no larger network could be kept. */
export const mostParameters = 2 ** 28;

/** @throws {InputError} on a network whose parameters, or whose inputs, are more than fit into a file or the memory */
export function refuseTooLarge(where: string, network: Network): void {
  const { inputs, nodes } = layOut(network);
  const expected = `at most ${mostParameters}`;
  for (const { name, size } of inputs) {
    if (size > mostParameters) refuse({ where: `${where}.${name}`, got: `${size} units`, expected });
  }
  let sum = 0;
  for (const { name, parameters } of nodes) {
    for (const { shape } of Object.values(parameters)) sum += sizeOf(shape);
    if (sum > mostParameters) {
      refuse({ where: `${where}.${name}`, got: `${sum} parameters up to this node`, expected });
    }
  }
}
