import { z } from 'zod';
import { choose, refuse } from '../errors.js';
import { finite, time } from '../messages/schemas.js';
import { type Layout, layOut } from '../network/layout.js';
import { parseNetwork } from '../network/parse.js';
import { families } from '../rules/families.js';
import type { RuleFamily } from '../rules/family.js';
import { asObject, readValue } from '../schema.js';
import { readDrawn } from '../sim/drawn.js';
import type { DelaySpec } from '../sim/events/build/build-delays.js';
import { relaxationOf } from '../sim/relaxation.js';
import { ruleOptionsOf } from '../sim/rule-options.js';
import type { RuleName } from '../sim/rules.js';
import { variantOf } from '../sim/variant.js';
import type { PlannedRule, SimulationPlan } from './simulation.js';

const number = finite.optional();
const schema = z.strictObject({
  network: z.unknown(),
  variant: z.unknown(),
  rule: z.strictObject({ name: z.string('the name of a rule'), options: z.unknown() }).optional(),
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
  const { network, variant, rule, relaxation, delays, ...rest } = readValue(where, schema, value);
  const entries = Object.entries(delays).map(([name, one]) => [
    name,
    readDelay(`${where}.delays.${name}`, one),
  ]);
  return {
    ...rest,
    ...(rule && { rule: readRule(`${where}.rule`, rule) }),
    network: parseNetwork(network, `${where}.network`),
    variant: variantOf(asObject(`${where}.variant`, variant), `${where}.variant`),
    relaxation: relaxationOf(relaxation, `${where}.relaxation`),
    delays: Object.fromEntries(entries),
  } as SimulationPlan;
}

function readRule(where: string, { name, options }: { name: string; options: unknown }): PlannedRule {
  const family = choose(`${where}.name`, families, name) as RuleFamily;
  return { name: name as RuleName, options: ruleOptionsOf(family, options, `${where}.options`) };
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
export function checkUnits(where: string, { network }: SimulationPlan, running: unknown): void {
  const at = `${where}.circuit`;
  const circuit = asObject(at, asObject(where, running).circuit);
  checkColumns(at, layOut(network), circuit);
}

function checkColumns(at: string, { inputs, nodes }: Layout, { populations }: Record<string, unknown>): void {
  const all = asObject(`${at}.populations`, populations);
  for (const { name, size } of [...inputs, ...nodes]) {
    const where = `${at}.populations.${name}`;
    const { missing } = asObject(`${where}.arrivals`, asObject(where, all[name]).arrivals);
    checkLength(`${where}.arrivals.missing`, missing, size);
  }
}

function checkLength(where: string, states: unknown, size: number): void {
  const isList = Array.isArray(states) || states instanceof Float64Array;
  if (isList && states.length === size) return;
  const got = isList ? `${states.length} states` : 'no list';
  refuse({ where, got, expected: `${size}, one for each unit` });
}
