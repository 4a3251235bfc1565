import { Command } from 'commander';
import { refuse } from '../../errors.js';
import { type Configuration, configurationOf } from '../../lab/configuration.js';
import { readJson } from '../../lab/files.js';
import { createProgress } from '../../lab/progress.js';
import { runFiles } from '../../lab/runs/files.js';
import { epochRows } from '../../lab/runs/finish.js';
import { train } from '../../lab/runs/run.js';
import { newRun, type Run, resumedRun } from '../../lab/runs/setup.js';
import { networkLine } from '../../lab/runs/tables.js';
import { backendLine } from '../../sim/batched/backend.js';
import { given, number, optionName, whole } from '../arguments.js';
import { interruptible } from '../interrupt.js';
import { loadingWithProgress } from '../loading.js';
import { print, say } from '../output.js';
import {
  checkBackend,
  type RelaxationOptions,
  relaxationFrom,
  relaxationOptions,
} from '../relaxation-options.js';

interface TrainOptions extends RelaxationOptions {
  readonly data?: string;
  readonly rule?: string;
  readonly engine?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  readonly backend?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly limitTrainBatches?: number;
  readonly limitTestSamples?: number;
  readonly checkpointEvery?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `relaxon train`: a training run in a directory of its own. */
export function trainCommand(): Command {
  const command = new Command('train')
    .description(
      'Train a network; the run, with report and checkpoints, gets a directory of its own.\n' +
        'Without NETWORK.json: 784-300-300-100-10 relu, weights N(0, 0.05), linear output (arXiv 2009.05359).',
    )
    .argument('[network]', 'network description, layered or graph form')
    .option('--data <name>', 'data set: mnist, fashion-mnist, optdigits, digits (default: mnist)')
    .option('--rule <name>', 'learning rule: ar, bp (default: ar)')
    .option('--engine <name>', 'batched, or events: one actor per neuron and synapse (default: batched)')
    .option('--epochs <n>', 'passes over the training images (default: 10)', whole)
    .option('--batch-size <n>', 'samples per minibatch (default: 64)', whole)
    .option('--learning-rate <x>', 'of the batch-mean loss (default: 0.064)', number)
    .option('--seed <n>', 'determines the run, to the bit (default: 1)', whole)
    .option('--backend <name>', 'tfjs-node, wasm, cpu (default: the first that loads)')
    .option('--out <dir>', 'run directory; must not exist (default: runs/DATA-RULE-SEED-DATE)')
    .option('--resume <dir>', 'go on with an interrupted run, as if it never had been')
    .option('--limit-train-batches <n>', 'minibatches per epoch, for a quick look', whole)
    .option('--limit-test-samples <n>', 'test images to judge by (default: all)', whole)
    .option('--checkpoint-every <n>', 'minibatches between checkpoints (default: 500)', whole)
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress');
  return relaxationOptions(command).action(async (network: string | undefined, options: TrainOptions) => {
    await interruptible((signal) => trainAction(network, options, signal));
  });
}

async function trainAction(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<void> {
  const run = await prepare(network, options, signal);
  announce(run, options);
  const { samples: start, total } = run.trainer.progress;
  const progress = createProgress({
    total,
    start,
    unit: 'sample',
    label: run.configuration.rule,
    quiet: options.quiet ?? false,
  });
  try {
    await train(run, progress, signal);
  } finally {
    progress.stop();
  }
  conclude(run, options);
}

async function prepare(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<Run> {
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    return options.resume
      ? await resumed(network, options, options.resume, loading.options)
      : await fresh(network, options, loading.options);
  } finally {
    loading.stop();
  }
}

async function fresh(
  network: string | undefined,
  options: TrainOptions,
  load: ReturnType<typeof loadingWithProgress>['options'],
): Promise<Run> {
  checkBackend(options.backend);
  const configuration = configurationFrom(network, options);
  const directory = options.out ?? defaultDirectory(configuration);
  return newRun(configuration, directory, {
    backend: options.backend,
    load,
    ...(network ? { networkName: network } : {}),
  });
}

function configurationFrom(network: string | undefined, options: TrainOptions): Configuration {
  const { steps, stepSize, schedule, solver, initial, duration, ...others } = options;
  const { backend, out, resume, json, quiet, ...plain } = others;
  const relaxation = relaxationFrom(given({ steps, stepSize, schedule, solver, initial, duration }));
  const description = network === undefined ? {} : { network: readJson(network) };
  return configurationOf({ ...description, ...given(plain), relaxation }, 'train');
}

async function resumed(
  network: string | undefined,
  options: TrainOptions,
  directory: string,
  load: ReturnType<typeof loadingWithProgress>['options'],
): Promise<Run> {
  const { resume, epochs, json, quiet, ...rest } = options;
  const other = network ?? Object.keys(given(rest)).map(optionName)[0];
  if (other !== undefined) {
    refuse({
      where: 'train --resume',
      got: `also ${other}`,
      expected: 'the configuration that the run began with; only --epochs may be raised',
    });
  }
  return resumedRun(directory, { load, epochs });
}

function announce(run: Run, { quiet }: TrainOptions): void {
  if (quiet) return;
  const { provenance, configuration } = run;
  if (provenance.backend) say(backendLine(provenance.backend));
  const { source, verified, checksum } = provenance.data;
  say(`data ${configuration.data} from ${source}, sha256 ${checksum.slice(0, 12)}`);
  if (!verified) say(`note: these are not the published files of ${configuration.data}`);
  say(`training ${networkLine(configuration.network)} by ${configuration.rule} in ${run.directory}`);
}

function conclude({ directory, configuration }: Run, { json }: TrainOptions): void {
  const files = runFiles(directory);
  const epochs = epochRows(files.metrics);
  const last = epochs[epochs.length - 1];
  const accuracy = Number(last['test/accuracy']);
  print(json, { directory, rule: configuration.rule, accuracy, epochs }, () => [
    `test accuracy ${accuracy.toFixed(4)} after ${last.epoch} epochs of ${configuration.rule}`,
    `report ${files.report}`,
  ]);
}

function defaultDirectory({ data, rule, seed }: Configuration): string {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `runs/${data}-${rule}-${seed}-${stamp}`;
}
