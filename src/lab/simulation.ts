import type { State } from '../messages/state.js';
import type { WireOptions } from '../messages/wires.js';
import type { Network } from '../network/network.js';
import { initialParameters, type Parameters } from '../network/parameters.js';
import type { Chosen, RuleOptions } from '../rules/family.js';
import { asObject } from '../schema.js';
import { buildDelays, type DelaySpec } from '../sim/events/build/build-delays.js';
import { parseCells } from '../sim/events/build/parse-cells.js';
import { EventSimulator } from '../sim/events/engine.js';
import type { EventOptions } from '../sim/events/options.js';
import type { Running, RunningState } from '../sim/events/save/running.js';
import { pathwayOf } from '../sim/pathway.js';
import { phased } from '../sim/phased.js';
import type { Rule } from '../sim/rule.js';
import { familyOf } from '../sim/rule-options.js';
import { arVariant } from '../sim/rules/ar.js';
import type { RuleName } from '../sim/rules.js';
import type { Relaxation, RelaxPresentation } from '../sim/simulator.js';
import type { Variant } from '../sim/variant.js';
import type { GrainName } from '../synapses/grains.js';
import { readBytes } from './files.js';
import { checkUnits, readPlan } from './read-plan.js';
import { decodeState, encodeState, writeState } from './state-files.js';

/** A rule by its name, and its options. */
export interface PlannedRule {
  readonly name: RuleName;
  readonly options: Chosen<RuleOptions>;
}

/** All that a simulation on the event engine is made from, but the parameters and the grain: plain data. */
export interface SimulationPlan {
  readonly network: Network;
  readonly variant: Variant;
  /** A rule in phases, with all of its options; activation relaxation in that variant, if none is given. */
  readonly rule?: PlannedRule;
  readonly relaxation: Relaxation;
  /** Per tau, where weights move during the relaxation. */
  readonly learningRate?: number;
  readonly delays: Readonly<Record<string, DelaySpec>>;
  /** As `parseCells` reads them. */
  readonly cells?: unknown;
  readonly wires?: WireOptions;
  /** Of delays, cells and wires. */
  readonly seed: number;
}

/** A simulator, and how it presents. */
export interface Simulation {
  readonly plan: SimulationPlan;
  readonly simulator: EventSimulator;
  readonly presentation: RelaxPresentation;
}

/** @throws {InputError} on a plan that cannot be, or parameters that are not the network's */
export function simulationOf(
  plan: SimulationPlan,
  parameters: Parameters,
  grain: GrainName = 'synapse',
  cellsFile?: string,
): Simulation {
  const { network, relaxation, learningRate, delays, cells, wires, seed } = plan;
  const options: EventOptions = {
    delays: buildDelays(network, delays, seed),
    grain,
    seed,
    ...(wires && { wires }),
    ...(cells !== undefined && { cells: parseCells(cells, network, seed, cellsFile) }),
  };
  const rates = learningRate === undefined ? {} : { learningRate };
  return {
    plan,
    simulator: new EventSimulator(network, parameters, options),
    presentation: { rule: plannedRule(plan), relaxation, ...rates },
  };
}

/** The rule of a plan. */
export const plannedRule = ({ rule, variant }: Pick<SimulationPlan, 'rule' | 'variant'>): Rule =>
  rule ? phased(familyOf(rule.name)!, rule.options) : arVariant(variant);

const format = 'relaxon simulation 5';

/** Writes a simulation under way. @throws {InputError} when it cannot be written */
export function saveSimulation(path: string, { plan }: Simulation, running: Running): void {
  writeState(path, format, { plan, running: running.save() } as unknown as State);
}

/** The bytes of such a file. @throws {InputError} when they cannot be made */
export function encodeSimulation({ plan }: Simulation, running: Running): Uint8Array {
  return encodeState('simulation', format, { plan, running: running.save() } as unknown as State);
}

/**
 * Goes on with a simulation that was saved, in either grain.
 * @throws {InputError} on a file that is none, of another version, or damaged
 */
export function restoreSimulation(path: string, grain?: GrainName): Restored {
  return decodeSimulation(readBytes(path, 'tensors'), path, grain);
}

/** A simulation that goes on. */
export type Restored = Simulation & { readonly running: Running };

/** The same of the bytes of such a file. @throws {InputError} as `restoreSimulation` */
export function decodeSimulation(bytes: Uint8Array, path: string, grain?: GrainName): Restored {
  const { plan: planned, running } = asObject(path, decodeState(bytes, path, format));
  const plan = readPlan(`${path}: plan`, planned);
  checkUnits(`${path}: running`, plan, running);
  // Weights come with the state of their synapses.
  const first = initialParameters(plan.network, plan.seed, pathwayOf(plannedRule(plan)));
  const simulation = simulationOf(plan, first, grain, `${path}: plan.cells`);
  const { simulator, presentation } = simulation;
  const resumed = simulator.resume(running as RunningState, presentation, `${path}: running`);
  return { ...simulation, running: resumed };
}
