import { join } from 'node:path';
import { Command } from 'commander';
import { refuse } from '../../errors.js';
import { readStimulus } from '../../lab/batch-files.js';
import { readJson, writeFileAtomic } from '../../lab/files.js';
import { MessageLog } from '../../lab/message-log.js';
import { fillFolder } from '../../lab/new-folder.js';
import { readParameters } from '../../lab/parameter-files.js';
import { type Presented, present } from '../../lab/presentation.js';
import { type Recordings, recordInto } from '../../lab/recorders/recordings.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters, type Values } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { buildDelays } from '../../sim/events/build-delays.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { GrainName } from '../../sim/events/grains.js';
import type { Message } from '../../sim/events/message.js';
import { parseCells } from '../../sim/events/parse-cells.js';
import { selectionHelp } from '../../sim/events/selection.js';
import { refuseMeaningless } from '../../sim/meaning.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { arVariant } from '../../sim/rules/ar.js';
import { above0, given, whole } from '../arguments.js';
import { type DelayFlag, delayOption, delaysOf } from '../delay-option.js';
import { energyLine } from '../energy-line.js';
import { grainOption } from '../grain-option.js';
import { print } from '../output.js';
import { type RecordFlags, recordOptions, wantedFrom } from '../record-options.js';
import { type RelaxationOptions, relaxationFrom, relaxationOptions } from '../relaxation-options.js';
import { errorOption, withQuantaFor } from '../speech-options.js';
import { type VariantOptions, variantFrom, variantOptions } from '../variant-options.js';
import { type WireFlags, wireOptions, wiresFrom } from '../wire-options.js';

interface SimulateOptions extends RelaxationOptions, VariantOptions, WireFlags, RecordFlags {
  readonly params?: string;
  readonly input: string;
  readonly sample: number;
  readonly record?: readonly string[];
  readonly delay: DelayFlag;
  readonly cells?: string;
  readonly learningRate?: number;
  readonly grain?: GrainName;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `relaxon simulate`: one presentation on the event engine, message by message. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'Present one sample on the event engine and write what was said: messages.jsonl (time in tau, source,\n' +
        'target, kind, value), raster.svg and activity.svg, and what else is to be recorded. With a target the network relaxes; without one there is\n' +
        `a forward sweep only. Actors are named ${selectionHelp}.`,
    )
    .argument('<network>', 'network description, layered or graph form')
    .option('--params <file>', 'parameters, safetensors (default: initial ones of --seed)')
    .requiredOption(
      '--input <file>',
      'safetensors with `input` [batch, ...] and, to relax, `target` [batch, units]',
    )
    .option('--sample <i>', 'which row of it', whole, 0)
    .option('--record <name...>', 'whom to listen to (default: every neuron that is not an input)')
    .addOption(delayOption())
    .option(
      '--cells <file>',
      'neurons that differ, JSON by node name: {"tau": ..., "noise": {"kind", "sd", "tau"}, "dead": [units]}',
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
    .option('--out <dir>', 'where to write; must not exist', 'simulation')
    .option('--json', 'print a summary as one JSON object');
  return variantOptions(errorOption(relaxationOptions(wireOptions(recordOptions(command))))).action(
    simulateAction,
  );
}

async function simulateAction(file: string, options: SimulateOptions): Promise<void> {
  const asked = relaxationFrom(options);
  const variant = variantFrom(options);
  const rule = arVariant(variant);
  refuseMeaningless(rule, asked);
  refuseLearning(rule, options);
  const wanted = wantedFrom(options);
  const network = parseNetwork(readJson(file), file);
  const parameters = options.params
    ? readParameters(options.params, network)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const relaxation = withQuantaFor(asked, options, network, parameters, rule);
  const stimulus = oneSample(readStimulus(options.input, network), options);
  const nodes = layOut(network).nodes.map(({ name }) => name);
  const wires = wiresFrom(options, options.seed);
  const simulator = new EventSimulator(network, parameters, {
    delays: buildDelays(network, delaysOf(options.delay, nodes), options.seed),
    ...given({ grain: options.grain }),
    inputs: variant.inputs,
    ...(wires && { wires }),
    ...(options.cells !== undefined && { cells: cellsIn(options.cells, network, options.seed) }),
    seed: options.seed,
  });
  const paths = pathsIn(options.out);
  const presentation = { rule, relaxation, ...given({ learningRate: options.learningRate }) };
  const pace = { every: options.every, draw: relaxation.stepSize };
  const { outputs, messages, energy, relaxed, recorded } = fillFolder(options.out, () => {
    const record = () => recordInto(options.out, simulator, wanted, pace);
    return write(paths, record, (hear) =>
      present(simulator, stimulus, presentation, options.record ?? nodes, hear),
    );
  });
  const summary = { out: options.out, messages, loss: relaxed?.loss ?? null, outputs, energy, recorded };
  print(options.json, summary, () => describe(network, summary, paths, relaxed !== undefined));
}

// What weights move by would be lost, unless it is recorded.
function refuseLearning(
  { plasticity }: RelaxationRule,
  { recordWeight, learningRate }: SimulateOptions,
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

function write(
  paths: ReturnType<typeof pathsIn>,
  record: () => Recordings,
  presentTo: (hear: (message: Message) => void) => Presented,
): Presented & { readonly recorded: Readonly<Record<string, number>> } {
  const log = new MessageLog(paths.messages);
  let recordings: Recordings | undefined;
  try {
    recordings = record();
    const presented = presentTo((message) => log.write(message));
    writeFileAtomic(paths.raster, presented.rasterSvg);
    if (presented.activitySvg) writeFileAtomic(paths.activity, presented.activitySvg);
    recordings.close();
    log.close();
    return { ...presented, recorded: recordings.counts };
  } catch (error) {
    recordings?.abandon();
    log.abandon();
    throw error;
  }
}

function oneSample(stimulus: ReturnType<typeof readStimulus>, { input, sample }: SimulateOptions) {
  const rows = Object.values(stimulus.inputs)[0].shape[0];
  if (sample < 0 || sample >= rows) {
    refuse({ where: '--sample', got: String(sample), expected: `a row of ${input}: 0 to ${rows - 1}` });
  }
  const row = (set: Readonly<Record<string, Values>>) =>
    Object.fromEntries(
      Object.entries(set).map(
        ([
          name,
          {
            shape: [, units],
            data,
          },
        ]) => [name, { shape: [1, units], data: data.slice(sample * units, (sample + 1) * units) }],
      ),
    );
  return { inputs: row(stimulus.inputs), ...(stimulus.targets ? { targets: row(stimulus.targets) } : {}) };
}

const cellsIn = (file: string, network: Network, seed: number) =>
  parseCells(readJson(file), network, seed, file);

const pathsIn = (out: string) => ({
  messages: join(out, 'messages.jsonl'),
  raster: join(out, 'raster.svg'),
  activity: join(out, 'activity.svg'),
});

function describe(
  network: Network,
  {
    messages,
    energy,
    outputs,
    recorded,
  }: Pick<Presented, 'messages' | 'energy' | 'outputs'> & { recorded: Readonly<Record<string, number>> },
  paths: ReturnType<typeof pathsIn>,
  relaxed: boolean,
): string[] {
  const answers = Object.keys(network.outputs).map(
    (name) => `${name}: ${outputs[name].map((x) => x.toFixed(3)).join(' ')}`,
  );
  return [
    ...answers,
    `${messages} messages in ${paths.messages}`,
    energyLine(energy),
    ...Object.entries(recorded).map(([file, rows]) => `${rows} rows in ${file}`),
    `raster ${paths.raster}`,
    relaxed ? `activities ${paths.activity}` : 'no target in the input: forward sweep only',
  ];
}
