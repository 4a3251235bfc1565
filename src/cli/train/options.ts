import { Command } from 'commander';
import { augmentations } from '../../data/index.js';
import { defaultMeasureEvery } from '../../lab/measurements/probe.js';
import type { Monitor } from '../../lab/training/judging.js';
import { relaxes } from '../../sim/relaxation-needs.js';
import { rules } from '../../sim/rules.js';
import { names, nodeNumbers, number, positive, whole } from '../arguments.js';
import { type BackendOptions, backendOptions } from '../backend-options.js';
import { type DataFlags, dataNames, dataNeeds, dataOptions } from '../data-options.js';
import { grainOption } from '../grain-option.js';
import { always, batched, type OptionNeeds } from '../idle-options.js';
import { type OptimiserOptions, optimiserOptions } from '../optimiser-options.js';
import { type BeginningOptions, beginningNeeds, beginningOptions } from '../params-options.js';
import { type RelaxationOptions, relaxationOptions, speakingNeeds } from '../relaxation-options.js';
import { ruleOptions } from '../rule-options.js';
import { type VariantOptions, variantOptions } from '../variant-options.js';
import { timedOptions } from './timed-options.js';

/** What the command line says of a training. */
export interface TrainOptions
  extends RelaxationOptions,
    VariantOptions,
    OptimiserOptions,
    BackendOptions,
    DataFlags,
    BeginningOptions {
  readonly data?: string;
  readonly rule?: string;
  readonly engine?: string;
  readonly grain?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly nodeLearningRates?: Readonly<Record<string, number>>;
  readonly feedbackLearningRate?: number;
  readonly weightDecay?: number;
  readonly normalise?: boolean;
  readonly standardise?: boolean;
  readonly standardiseTargets?: boolean;
  readonly augment?: readonly string[];
  readonly validationShare?: number;
  readonly learningRateSchedule?: string;
  readonly earlyStopping?: number;
  readonly monitor?: Monitor;
  readonly average?: string;
  readonly seed?: number;
  readonly seeds?: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly config?: string;
  readonly limitTrainBatches?: number;
  readonly limitTestSamples?: number;
  readonly checkpointEvery?: number;
  readonly measure?: boolean;
  readonly measureEvery?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const { error: _, ...relaxing } = speakingNeeds;

/** What options need to have an effect; those that go with --resume, or are of other numbers, are checked elsewhere. */
export const trainNeeds: OptionNeeds<Required<Omit<TrainOptions, 'error'>>> = {
  ...relaxing,
  ...dataNeeds,
  ...beginningNeeds,
  ...{ data: always, rule: always, engine: always, grain: always, epochs: always, batchSize: always },
  ...{
    learningRate: always,
    nodeLearningRates: always,
    feedbackLearningRate: [relaxes],
    weightDecay: always,
    normalise: always,
    standardise: always,
    standardiseTargets: always,
    augment: always,
    validationShare: always,
    ...{ learningRateSchedule: always, earlyStopping: always, monitor: always, average: always },
    optimiser: always,
    clip: always,
    clipNorm: always,
    seed: always,
    seeds: always,
  },
  ...{
    jobs: always,
    backend: [batched],
    threads: [batched],
    out: always,
    resume: always,
    config: always,
    limitTrainBatches: always,
  },
  ...{
    limitTestSamples: always,
    checkpointEvery: always,
    measure: always,
    measureEvery: always,
    json: always,
  },
  quiet: always,
};

/** The `train` command with its options, and nothing to do yet. */
export function trainOptions(): Command {
  const command = new Command('train')
    .description(
      'Train a network; the run, with report and checkpoints, gets a directory of its own.\n' +
        'Without NETWORK.json: 784-300-300-100-10 relu, weights N(0, 0.05), linear output (arXiv 2009.05359); for data of\n' +
        'other sizes INPUTS-128-64-OUTPUTS relu, linear output.\n' +
        'With --seeds many runs, which differ in their seed only, and their mean and standard deviation.',
    )
    .argument('[network]', 'network description, layered or graph form')
    .option('--data <name>', `data set: ${dataNames()} (default: mnist)`)
    .option('--rule <name>', `learning rule: ${Object.keys(rules).join(', ')} (default: ar)`)
    .option('--engine <name>', 'batched, or events: one actor per neuron and synapse (default: batched)')
    .addOption(grainOption())
    .option('--epochs <n>', 'passes over the training images (default: 10)', whole)
    .option('--batch-size <n>', 'samples per minibatch (default: 64, or all where there are fewer)', whole)
    .option('--learning-rate <x>', 'of the batch-mean loss (default: 0.064; of optimiser adam 0.001)', number)
    .option(
      '--node-learning-rates <rates>',
      'instead of that, of some nodes, projections, parameters, or all that fit a pattern: NODE=X,NODE:NAME=X,NODE.bias=X,*.bias=X (0: it stays)',
      nodeNumbers,
    )
    .option('--feedback-learning-rate <x>', 'of learned feedback (default: the same)', number)
    .option(
      '--weight-decay <x>',
      'of weights and learned feedback: rate * (gradient + x * weight) (default: 0)',
      number,
    )
    .option('--normalise', 'bring each channel of images to mean 0 and deviation 1 over the training images')
    .option(
      '--standardise',
      'bring each number of an input to mean 0 and deviation 1 over the training samples',
    )
    .option(
      '--standardise-targets',
      'the same of targets that are numbers; errors are told in their own units',
    )
    .option(
      '--augment <names>',
      `change training images at random: ${Object.keys(augmentations).join(',')} (default: none)`,
      names,
    )
    .option(
      '--validation-share <x>',
      'keep this share of the training samples back, to be judged by during training; the test samples are then looked at once',
      number,
    )
    .option('--config <file>', 'settings as JSON, such as the config.json of a run; options beside it win')
    .option('--seed <n>', 'determines the run, to the bit (default: 1)', whole)
    .option(
      '--seeds <n>',
      'so many runs, of --seed and the seeds after it, each in a process of its own',
      positive,
    )
    .option('--jobs <n>', 'with --seeds, so many runs at a time (default: one per core)', positive)
    .option(
      '--out <dir>',
      'run directory; must not exist (default: runs/DATA-RULE-SEED-DATE). With --seeds it holds seed-1, seed-2, ...',
    )
    .option(
      '--resume <dir>',
      'go on with an interrupted run, or with --seeds, as if it never had been; beside it --epochs may be raised and ' +
        '--learning-rate changed, which is recorded',
    )
    .option('--limit-train-batches <n>', 'minibatches per epoch, for a quick look', whole)
    .option('--limit-test-samples <n>', 'test images to judge by (default: all)', whole)
    .option('--checkpoint-every <n>', 'minibatches between checkpoints (default: 500)', whole)
    .option(
      '--measure',
      `measure every ${defaultMeasureEvery} minibatches: --measure-every ${defaultMeasureEvery}`,
    )
    .option(
      '--measure-every <n>',
      'minibatches between measurements on a fixed batch (angles to the true gradient, errors, norms), ' +
        'in measurements.jsonl',
      whole,
    )
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress');
  const own = timedOptions(dataOptions(beginningOptions(command)));
  return ruleOptions(variantOptions(relaxationOptions(optimiserOptions(backendOptions(own)))));
}
