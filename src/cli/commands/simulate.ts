import { join } from 'node:path';
import { Command } from 'commander';
import { refuse } from '../../errors.js';
import { readStimulus } from '../../lab/batch-files.js';
import { readJson, writeFileAtomic } from '../../lab/files.js';
import { MessageLog } from '../../lab/message-log.js';
import { fillFolder } from '../../lab/new-folder.js';
import { readParameters } from '../../lab/parameter-files.js';
import { type Presented, present } from '../../lab/presentation.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters, type Values } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { GrainName } from '../../sim/events/grains.js';
import type { Message } from '../../sim/events/message.js';
import { selectionHelp } from '../../sim/events/selection.js';
import { refuseMeaningless } from '../../sim/meaning.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { arVariant } from '../../sim/rules/ar.js';
import { atLeast0, given, whole } from '../arguments.js';
import { grainOption } from '../grain-option.js';
import { print } from '../output.js';
import { type RelaxationOptions, relaxationFrom, relaxationOptions } from '../relaxation-options.js';
import { type VariantOptions, variantFrom, variantOptions } from '../variant-options.js';
import { type WireFlags, wireOptions, wiresFrom } from '../wire-options.js';

interface SimulateOptions extends RelaxationOptions, VariantOptions, WireFlags {
  readonly params?: string;
  readonly input: string;
  readonly sample: number;
  readonly record?: readonly string[];
  readonly delay: number;
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
        'target, kind, value), raster.svg and activity.svg. With a target the network relaxes; without one there is\n' +
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
    .option('--delay <tau>', 'conduction delay of every synapse', atLeast0, 0)
    .addOption(grainOption())
    .option(
      '--seed <n>',
      'of the initial parameters, of wires, and of the order of --schedule asynchronous',
      whole,
      1,
    )
    .option('--out <dir>', 'where to write; must not exist', 'simulation')
    .option('--json', 'print a summary as one JSON object');
  return variantOptions(relaxationOptions(wireOptions(command))).action(simulateAction);
}

async function simulateAction(file: string, options: SimulateOptions): Promise<void> {
  const relaxation = relaxationFrom(options);
  const variant = variantFrom(options);
  const rule = arVariant(variant);
  refuseMeaningless(rule, relaxation, 'relaxation', { findsCrossings: true });
  refuseLearning(rule);
  const network = parseNetwork(readJson(file), file);
  const parameters = options.params
    ? readParameters(options.params, network)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const stimulus = oneSample(readStimulus(options.input, network), options);
  const nodes = layOut(network).nodes.map(({ name }) => name);
  const wires = wiresFrom(options, options.seed);
  const simulator = new EventSimulator(network, parameters, {
    delays: delaysOf(nodes, options.delay),
    ...given({ grain: options.grain }),
    inputs: variant.inputs,
    ...(wires && { wires }),
  });
  const paths = pathsIn(options.out);
  const { outputs, messages, relaxed } = fillFolder(options.out, () =>
    write(paths, (hear) => present(simulator, stimulus, { rule, relaxation }, options.record ?? nodes, hear)),
  );
  const summary = { out: options.out, messages, loss: relaxed?.loss ?? null, outputs };
  print(options.json, summary, () => describe(network, summary, paths, relaxed !== undefined));
}

// What weights move by would be lost: this command keeps messages only.
function refuseLearning({ plasticity }: RelaxationRule): void {
  if (!plasticity.timing.whileRelaxing) return;
  refuse({
    where: '--plasticity',
    got: plasticity.timing.name,
    expected: 'equilibrium: simulate changes no weights',
    hint: 'relax --plasticity continuous',
  });
}

function write(
  paths: ReturnType<typeof pathsIn>,
  presentTo: (hear: (message: Message) => void) => Presented,
): Presented {
  const log = new MessageLog(paths.messages);
  try {
    const presented = presentTo((message) => log.write(message));
    writeFileAtomic(paths.raster, presented.rasterSvg);
    if (presented.activitySvg) writeFileAtomic(paths.activity, presented.activitySvg);
    log.close();
    return presented;
  } catch (error) {
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

const delaysOf = (nodes: readonly string[], delay: number) =>
  Object.fromEntries(nodes.map((name) => [name, delay]));

const pathsIn = (out: string) => ({
  messages: join(out, 'messages.jsonl'),
  raster: join(out, 'raster.svg'),
  activity: join(out, 'activity.svg'),
});

function describe(
  network: Network,
  { messages, outputs }: { messages: number; outputs: Readonly<Record<string, readonly number[]>> },
  paths: ReturnType<typeof pathsIn>,
  relaxed: boolean,
): string[] {
  const answers = Object.keys(network.outputs).map(
    (name) => `${name}: ${outputs[name].map((x) => x.toFixed(3)).join(' ')}`,
  );
  return [
    ...answers,
    `${messages} messages in ${paths.messages}`,
    `raster ${paths.raster}`,
    relaxed ? `activities ${paths.activity}` : 'no target in the input: forward sweep only',
  ];
}
