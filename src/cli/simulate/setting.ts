import { refuse } from '../../errors.js';
import { readStimulus } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { readParameters } from '../../lab/parameter-files.js';
import type { Stimulus } from '../../lab/presentation.js';
import {
  restoreSimulation,
  type Simulation,
  type SimulationPlan,
  simulationOf,
} from '../../lab/simulation.js';
import { layOut } from '../../network/layout.js';
import { initialParameters, type Values } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { refuseMeaningless } from '../../sim/meaning.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { arVariant } from '../../sim/rules/ar.js';
import { given } from '../arguments.js';
import { delaysOf } from '../delay-option.js';
import { refuseIdleOptions } from '../idle-options.js';
import { relaxationFrom } from '../relaxation-options.js';
import { withQuantaFor } from '../speech-options.js';
import { variantFrom } from '../variant-options.js';
import { wiresFrom } from '../wire-options.js';
import { type SimulateOptions, simulateNeeds } from './options.js';

/** A simulation, and what is presented in it. */
export interface Setting extends Simulation {
  readonly stimulus: Stimulus;
}

/** The simulation that a network and options describe. @throws {InputError} naming the option or file */
export function newSetting(
  file: string,
  input: string,
  options: SimulateOptions,
  asked: readonly string[],
): Setting {
  refuseIdleOptions(simulateNeeds, asked, { ...options });
  const relaxation = relaxationFrom(options);
  const variant = variantFrom(options);
  const rule = arVariant(variant);
  refuseMeaningless(rule, relaxation, 'relaxation', { findsCrossings: true });
  refuseLearning(rule, options);
  const network = parseNetwork(readJson(file), file);
  const parameters = options.params
    ? readParameters(options.params, network)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const wires = wiresFrom(options, options.seed);
  const plan: SimulationPlan = {
    network,
    variant,
    relaxation: withQuantaFor(relaxation, options, network, parameters, rule),
    ...given({ learningRate: options.learningRate }),
    delays: delaysOf(
      options.delay,
      layOut(network).nodes.map(({ name }) => name),
    ),
    ...(options.cells !== undefined && { cells: readJson(options.cells) }),
    ...(wires && { wires }),
    seed: options.seed,
  };
  const stimulus = oneSample(readStimulus(input, network), input, options.sample);
  refuseIdleOptions(simulateNeeds, asked, { ...options, targets: 'targets' in stimulus });
  return { ...simulationOf(plan, parameters, options.grain, options.cells), stimulus };
}

/** One that was saved. @throws {InputError} naming the file */
export function restoredSetting(file: string, { grain, recordWeight }: SimulateOptions): Setting {
  const { running, ...simulation } = restoreSimulation(file, grain);
  refuseLearning(simulation.presentation.rule as RelaxationRule, { recordWeight });
  return { ...simulation, stimulus: running };
}

// What weights move by would be lost, unless it is recorded.
function refuseLearning(
  { plasticity }: RelaxationRule,
  { recordWeight, learningRate }: { readonly recordWeight?: unknown; readonly learningRate?: number },
): void {
  if (!plasticity.timing.whileRelaxing) {
    if (learningRate === undefined) return;
    const expected = '--plasticity continuous: otherwise nothing learns here';
    refuse({ where: '--learning-rate', got: `plasticity ${plasticity.timing.name}`, expected });
  }
  if (recordWeight) return;
  refuse({
    where: '--plasticity',
    got: plasticity.timing.name,
    expected: 'equilibrium: simulate changes no weights, unless they are recorded',
    hint: '--record-weight, or relax --plasticity continuous',
  });
}

function oneSample(stimulus: ReturnType<typeof readStimulus>, file: string, sample: number) {
  const rows = Object.values(stimulus.inputs)[0].shape[0];
  if (sample < 0 || sample >= rows) {
    refuse({ where: '--sample', got: String(sample), expected: `a row of ${file}: 0 to ${rows - 1}` });
  }
  const { inputs, targets } = stimulus;
  return { inputs: rowOf(inputs, sample), ...(targets && { targets: rowOf(targets, sample) }) };
}

function rowOf(set: Readonly<Record<string, Values>>, row: number): Record<string, Values> {
  const entries = Object.entries(set).map(([name, { shape, data }]) => {
    const [, units] = shape;
    return [name, { shape: [1, units], data: data.slice(row * units, (row + 1) * units) }] as const;
  });
  return Object.fromEntries(entries);
}
