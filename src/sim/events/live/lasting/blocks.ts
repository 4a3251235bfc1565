import { refuse } from '../../../../errors.js';
import type { BlockProjection, Projection } from '../../../../synapses/phases/projection.js';
import type { PhasedCircuit } from '../../phases/circuit.js';

/** @throws {InputError} on a node with synapses other than from all to all, or with fewer biases than neurons */
export function requireBlocks({ projections, members, weights }: PhasedCircuit): void {
  for (const { to, from, pattern, path } of projections)
    if (pattern) refuseNode(path === 'down' ? from.name : to.name);
  for (const { population } of members) {
    const bias = weights.get(`${population.name}.bias`);
    if (bias && bias.values.length !== population.size) refuseNode(population.name);
  }
}

/** A projection of a circuit that was looked through. */
export const asBlock = (projection: Projection): BlockProjection =>
  projection.pattern ? refuseNode(projection.to.name) : projection;

function refuseNode(name: string): never {
  return refuse({
    where: `LiveSimulator.nodes.${name}`,
    got: 'synapses that are not from all to all',
    expected: 'nodes of type dense: here each neuron changes weights of its own, whenever it finds it right',
    hint: 'way strict-phases',
  });
}
