import { z } from 'zod';
import { refuse } from '../errors.js';
import { finite, time } from '../messages/schemas.js';
import { layOut } from '../network/layout.js';
import type { Network } from '../network/network.js';
import { parseNetwork } from '../network/parse.js';
import { asObject, readValue } from '../schema.js';
import { readDrawn } from '../sim/drawn.js';
import type { DelaySpec } from '../sim/events/build/build-delays.js';
import { relaxationOf } from '../sim/relaxation.js';
import { variantOf } from '../sim/variant.js';
import type { SimulationPlan } from './simulation.js';

const number = finite.optional();
const schema = z.strictObject({
  network: z.unknown(),
  variant: z.unknown(),
  relaxation: z.unknown(),
  learningRate: finite.gt(0, 'a number above 0').optional(),
  delays: z.record(z.string(), z.unknown(), 'delays by node'),
  cells: z.unknown().optional(),
  wires: z
    .strictObject({ loss: number, retransmit: number, duplicate: number, jitter: number, seed: number })
    .optional(),
  seed: z.int('a whole number'),
});
const distance = z.strictObject({ distance: z.strictObject({ speed: finite, constant: number }) });

/** Reads what a simulation is made from; cells, delays and wires are read further when it is made. @throws {InputError} */
export function readPlan(where: string, value: unknown): SimulationPlan {
  const { network, variant, relaxation, delays, ...rest } = readValue(where, schema, value);
  const entries = Object.entries(delays).map(([name, one]) => [
    name,
    readDelay(`${where}.delays.${name}`, one),
  ]);
  return {
    ...rest,
    network: parseNetwork(network, `${where}.network`),
    variant: variantOf(asObject(`${where}.variant`, variant), `${where}.variant`),
    relaxation: relaxationOf(relaxation, `${where}.relaxation`),
    delays: Object.fromEntries(entries),
  } as SimulationPlan;
}

function readDelay(where: string, value: unknown): DelaySpec {
  if (typeof value === 'number') return readValue(where, time, value);
  if (Object.hasOwn(asObject(where, value), 'distance'))
    return readValue(where, distance, value) as DelaySpec;
  readDrawn(where, value);
  return value as DelaySpec;
}

/**
 * Before a network is built, which takes memory: there is a state for each of its units.
 * @throws {InputError} where there is not
 */
export function checkUnits(where: string, network: Network, running: unknown): void {
  const { circuit } = asObject(where, running);
  const { inputs, nodes } = asObject(`${where}.circuit`, circuit);
  const layout = layOut(network);
  const given = asObject(`${where}.circuit.inputs`, inputs);
  for (const { name, size } of layout.inputs)
    checkLength(`${where}.circuit.inputs.${name}`, given[name], size);
  const members = asObject(`${where}.circuit.nodes`, nodes);
  for (const { name, size } of layout.nodes) {
    const at = `${where}.circuit.nodes.${name}`;
    checkLength(`${at}.neurons`, asObject(at, members[name]).neurons, size);
  }
}

function checkLength(where: string, states: unknown, size: number): void {
  if (Array.isArray(states) && states.length === size) return;
  const got = Array.isArray(states) ? `${states.length} states` : 'no list';
  refuse({ where, got, expected: `${size}, one for each unit` });
}
