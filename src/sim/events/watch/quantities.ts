import { choose, refuse } from '../../../errors.js';
import type { Circuit } from '../build/circuit.js';
import { activity } from './activity.js';
import { drive } from './drive.js';
import type { Probe, Quantity } from './probe.js';
import { select } from './selection.js';
import { weight } from './weight.js';

/** Every number of actors that can be watched. */
export const quantities = { activity, drive, weight } satisfies Record<string, Quantity>;

/** The name of a quantity. */
export type QuantityName = keyof typeof quantities;

/**
 * The probes of some actors, each once, in the order of their selections.
 * @throws {InputError} on a name that is not there, or of actors that have no such quantity
 */
export function probesOf(circuit: Circuit, name: QuantityName, selections: readonly string[]): Probe[] {
  const quantity: Quantity = choose('watch', quantities, name);
  const probes = selections.flatMap((selection) =>
    select(circuit, selection).map((selected) => {
      const probe = quantity.probe(selected);
      if (probe) return [selected.address, probe] as const;
      const got = JSON.stringify(selection);
      return refuse({ where: `selection for ${quantity.name}`, got, expected: quantity.of });
    }),
  );
  return [...new Map(probes).values()];
}
