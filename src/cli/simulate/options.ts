import { Command, InvalidArgumentError } from 'commander';
import { selectionHelp } from '../../sim/events/watch/places.js';
import { allNeed, type Need } from '../../sim/needs.js';
import { type RuleName, rules } from '../../sim/rules.js';
import type { GrainName } from '../../synapses/grains.js';
import { above0, atLeast0, whole } from '../arguments.js';
import { type DelayFlag, delayOption } from '../delay-option.js';
import { grainOption } from '../grain-option.js';
import { always, type OptionNeeds } from '../idle-options.js';
import { type ParamsOptions, paramsNeeds, paramsOptions } from '../params-options.js';
import { type RecordFlags, recordOptions } from '../record-options.js';
import { type RelaxationOptions, relaxationOptions, speakingNeeds } from '../relaxation-options.js';
import { ruleOptions } from '../rule-options.js';
import { errorOption } from '../speech-options.js';
import { taught } from '../taught.js';
import { type VariantOptions, variantOptions } from '../variant-options.js';
import { type WireFlags, wireOptions } from '../wire-options.js';

/** What the command line says of a simulation. */
export interface SimulateOptions
  extends RelaxationOptions,
    VariantOptions,
    WireFlags,
    RecordFlags,
    ParamsOptions {
  readonly rule: RuleName;
  readonly input?: string;
  readonly sample: number;
  readonly record?: readonly string[];
  readonly delay: DelayFlag;
  readonly cells?: string;
  readonly learningRate?: number;
  readonly grain?: GrainName;
  readonly seed: number;
  /** A time and a file. */
  readonly saveAt?: readonly [string, string];
  readonly restore?: string;
  readonly replay?: string;
  readonly out: string;
  readonly json?: boolean;
}

const randomSeed: Need = {
  holds: ({ params, cells, loss, duplicate, jitter, schedule, delay }) =>
    params === undefined ||
    [cells, loss, duplicate, jitter].some((one) => one !== undefined) ||
    schedule === 'asynchronous' ||
    JSON.stringify(delay).includes('"distribution"'),
  instead: () => '--params and nothing random',
  expected: 'initial parameters, or something else that is random',
};

/** What options need to have an effect; those that need each other otherwise are checked where they are read. */
export const simulateNeeds: OptionNeeds<Required<SimulateOptions>> = {
  ...allNeed(speakingNeeds, taught),
  ...paramsNeeds,
  ...{ input: always, sample: always, record: always, delay: always, cells: always },
  ...{ learningRate: [taught], grain: always, seed: [randomSeed], saveAt: always, restore: always },
  ...{
    rule: always,
    replay: always,
    out: always,
    json: always,
    loss: always,
    retransmit: always,
    duplicate: always,
  },
  ...{ jitter: always, recordActivity: always, recordDrive: always, recordWeight: always, every: always },
};

/** Those that go with --restore: all else is in the saved simulation. */
export const ofRestored: readonly (keyof SimulateOptions)[] = [
  ...(['restore', 'grain', 'record', 'recordActivity', 'recordDrive', 'recordWeight'] as const),
  ...(['every', 'saveAt', 'out', 'json'] as const),
];

const simulated = () =>
  Object.entries(rules).flatMap(([name, { kind }]) => (kind === 'backpropagation' ? [] : [name]));

/** The command `simulate` without what it does. */
export function simulateOptions(): Command {
  const command = new Command('simulate')
    .description(
      'Present one sample on the event engine and write what was said: messages.jsonl (time in tau, source,\n' +
        'target, kind, value), raster.svg, relaxation.svg (activities), and what else is to be recorded. With a target the network\n' +
        'relaxes; without one there is a forward sweep only. Under a rule in phases what is said has the words of the rule, and\n' +
        'activities are its states, NAME.STATE[3]. A simulation can be saved at a time and gone on with, bit\n' +
        `for bit; and a log of messages replayed. Actors are named ${selectionHelp}.`,
    )
    .argument('[network]', 'network description, layered or graph form; none with --restore')
    .option('--rule <name>', `learning rule: ${simulated().join(', ')}`, 'ar')
    .option('--input <file>', 'safetensors with `input` [batch, ...] and, to relax, `target` [batch, units]')
    .option('--sample <i>', 'which row of it', whole, 0)
    .option('--record <name...>', 'whom to listen to (default: all inputs and neurons)')
    .addOption(delayOption())
    .option(
      '--cells <file>',
      'neurons that differ, JSON by node name: {"tau": ..., "noise": ..., "dead": [units]}, noise being {"kind": "white", ' +
        '"sd"} or {"kind": "ornstein-uhlenbeck", "sd", "tau"}',
    )
    .option(
      '--learning-rate <x>',
      'per tau, with --plasticity continuous and --record-weight (default: 1)',
      above0,
    )
    .addOption(grainOption())
    .option(
      '--seed <n>',
      'of the initial parameters, of delays, cells and wires, and of the order of --schedule asynchronous',
      whole,
      1,
    )
    .option(
      '--save-at <tau file...>',
      'save the simulation at a time, in a safetensors file, and go on',
      saveAt,
    )
    .option('--restore <file>', 'go on with a simulation that was saved, in either grain')
    .option('--replay <file>', 'have actors say what a messages.jsonl of the same simulation says they said')
    .option('--out <dir>', 'where to write; must not exist', 'simulation')
    .option('--json', 'print a summary as one JSON object');
  const withParams = paramsOptions(command, 'default: drawn by --seed');
  return ruleOptions(variantOptions(errorOption(relaxationOptions(wireOptions(recordOptions(withParams))))));
}

// Commander gives one word at a time.
function saveAt(word: string, before: readonly string[] = []): readonly string[] {
  if (before.length === 0) atLeast0(word);
  if (before.length < 2) return [...before, word];
  throw new InvalidArgumentError(`Got ${JSON.stringify(word)} too, expected a time in tau and a file.`);
}
