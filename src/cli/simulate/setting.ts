import { choose, refuse } from '../../errors.js';
import { readStimulus } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { readParameters } from '../../lab/parameter-files.js';
import type { Stimulus } from '../../lab/presentation.js';
import {
  plannedRule,
  restoreSimulation,
  type Simulation,
  type SimulationPlan,
  simulationOf,
} from '../../lab/simulation.js';
import { layOut } from '../../network/layout.js';
import { initialParameters, type Values } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import type { MessagesName } from '../../neurons/speech.js';
import { adapts } from '../../rules/names.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { refuseMeaningless } from '../../sim/meaning.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { pathwayOf } from '../../sim/pathway.js';
import { phased } from '../../sim/phased.js';
import type { Rule } from '../../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../../sim/rule-options.js';
import { arVariant } from '../../sim/rules/ar.js';
import { type RuleName, rules } from '../../sim/rules.js';
import { refuseKept, requireSupport } from '../../sim/support.js';
import { movesWeights } from '../../sim/traits.js';
import { standardVariant } from '../../sim/variant.js';
import { given } from '../arguments.js';
import { delaysOf } from '../delay-option.js';
import { refuseIdleOptions } from '../idle-options.js';
import { phasedRelaxationFrom, relaxationFrom } from '../relaxation-options.js';
import { refuseIdleSteps, ruleOptionNeeds, splitOptions } from '../rule-options.js';
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
  const { rule: name, messages } = options;
  choose('--rule', rules, name);
  const { own, others } = splitOptions(name, options);
  const typed = asked.filter((one) => one in others);
  const needed = { ...ruleOptionNeeds(), ...simulateNeeds };
  refuseIdleOptions(needed, typed, { ...options });
  requireSupport('--rule', {
    ...{ rule: name, engine: 'events', command: 'simulate' },
    messages: messages as MessagesName | undefined,
  });
  const chosen = own && Object.fromEntries(Object.entries(own).filter(([one]) => asked.includes(one)));
  const led = chosen ? phasesOf(name, chosen, options) : relaxationOfOptions(options);
  const rule = plannedRule(led);
  refuseLearning(rule, options);
  const network = parseNetwork(readJson(file), file);
  requirePlaces(layOut(network), rule);
  if (led.rule) requireNodes(file, network, name, led.rule.options);
  const parameters = options.params
    ? readParameters(options.params, network, options)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const wires = wiresFrom(options, options.seed);
  const relaxation =
    rule.kind === 'backpropagation'
      ? led.relaxation
      : withQuantaFor(led.relaxation, options, network, parameters, rule);
  const plan: SimulationPlan = {
    network,
    ...led,
    relaxation,
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
  refuseIdleOptions(needed, typed, { ...options, targets: 'targets' in stimulus });
  return { ...simulationOf(plan, parameters, options.grain, options.cells), stimulus };
}

type Led = Pick<SimulationPlan, 'variant' | 'rule' | 'relaxation'>;

function relaxationOfOptions(options: SimulateOptions): Led {
  const relaxation = relaxationFrom(options);
  const variant = variantFrom(options);
  refuseMeaningless(arVariant(variant), relaxation, 'relaxation', { findsCrossings: true });
  return { variant, relaxation };
}

function phasesOf(
  name: RuleName,
  chosen: Readonly<Record<string, unknown>>,
  options: SimulateOptions,
): Required<Led> {
  const family = familyOf(name)!;
  const planned = { name, options: ruleOptionsOf(family, chosen, 'simulate') };
  const rule = phased(family, planned.options);
  refuseKept('--rule', rule);
  const relaxation = phasedRelaxationFrom(rule, 'events', options);
  refuseIdleSteps(family, chosen, rule, relaxation);
  return { variant: standardVariant, rule: planned, relaxation };
}

/** One that was saved. @throws {InputError} naming the file */
export function restoredSetting(file: string, { grain, recordWeight }: SimulateOptions): Setting {
  const { running, ...simulation } = restoreSimulation(file, grain);
  refuseLearning(simulation.presentation.rule, { recordWeight });
  return { ...simulation, stimulus: running };
}

// What weights move by would be lost, unless it is recorded.
function refuseLearning(
  rule: Rule,
  { recordWeight, learningRate }: { readonly recordWeight?: unknown; readonly learningRate?: number },
): void {
  const { learns, got } = learningOf(rule);
  if (!learns) {
    if (learningRate === undefined) return;
    const expected = '--plasticity continuous: otherwise nothing learns here';
    refuse({ where: '--learning-rate', got, expected });
  }
  if (recordWeight) return;
  refuse({
    where: '--plasticity',
    got: 'continuous',
    expected: 'equilibrium: simulate changes no weights, unless they are recorded',
    hint: '--record-weight, or relax --plasticity continuous',
  });
}

/** Whether weights move during a presentation, and how that is asked for. */
function learningOf(rule: Rule): {
  readonly learns: boolean;
  readonly got: string;
} {
  if (rule.kind === 'relaxation') {
    const learns = movesWeights(rule);
    return { learns, got: `plasticity ${learns ? 'continuous' : 'equilibrium'}` };
  }
  const learns = rule.kind === 'phases' && adapts(rule.rule);
  return { learns, got: `it with rule ${rule.name}` };
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
