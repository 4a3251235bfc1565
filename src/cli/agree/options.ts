import { Command } from 'commander';
import type { Need } from '../../sim/needs.js';
import { type RuleName, rules } from '../../sim/rules.js';
import { above0, natural, positive, whole } from '../arguments.js';
import { type BackendOptions, backendOptions } from '../backend-options.js';
import { always, type OptionNeeds } from '../idle-options.js';
import { type ParamsOptions, paramsNeeds, paramsOptions } from '../params-options.js';
import { type RelaxationOptions, relaxationOptions, relaxingNeeds } from '../relaxation-options.js';
import { ruleOptions } from '../rule-options.js';
import { type VariantOptions, variantOptions } from '../variant-options.js';

/** What the command line says of a comparison. */
export interface AgreeOptions extends RelaxationOptions, VariantOptions, BackendOptions, ParamsOptions {
  readonly rule: RuleName;
  readonly batch?: string;
  readonly batchSize: number;
  readonly train: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly tolerance?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const random: Pick<Need, 'instead' | 'expected'> = {
  instead: () => 'a --batch and without --train',
  expected: 'a random batch, or --train',
};

/** What options need to have an effect. */
export const agreeNeeds: OptionNeeds<Required<AgreeOptions>> = {
  ...relaxingNeeds,
  ...paramsNeeds,
  ...{ batch: always, train: always, tolerance: always },
  batchSize: [{ ...random, holds: ({ batch, train }) => batch === undefined || train !== 0 }],
  seed: [
    {
      holds: ({ params, batch, train }) => params === undefined || batch === undefined || train !== 0,
      instead: () => '--params and --batch, and without --train',
      expected: 'something random',
    },
  ],
  learningRate: [
    {
      holds: ({ train, plasticity }) => train !== 0 || plasticity === 'continuous',
      instead: () => 'nothing that learns',
      expected: '--train, or --plasticity continuous',
    },
  ],
  ...{ backend: always, threads: always, json: always, quiet: always, rule: always },
};

/** Rules of which both engines run every step. */
const agreeing = () =>
  Object.entries(rules).flatMap(([name, { kind }]) => (kind === 'backpropagation' ? [] : [name]));

/** The command `agree` without what it does. */
export function agreeOptions(): Command {
  const command = new Command('agree')
    .description(
      'Run a network on both engines, under every solver and schedule that both have, and print the\n' +
        'largest difference per quantity, relative to its largest value. Exit code 1 past tolerance.\n' +
        'Of a rule in phases every state is compared, at every step.',
    )
    .argument('[network]', 'network description (default: the network of arXiv 2009.05359)')
    .option('--rule <name>', `learning rule: ${agreeing().join(', ')}`, 'ar')
    .option('--batch <file>', 'batch, safetensors as for relax (default: random of --seed)')
    .option('--batch-size <n>', 'samples of a random batch', positive, 2)
    .option('--train <n>', 'minibatches of training to compare as well', natural, 0)
    .option('--learning-rate <x>', 'for --train, and for --plasticity continuous', above0, 0.064)
    .option('--seed <n>', 'of parameters and batch', whole, 1)
    .option('--tolerance <x>', 'instead of 1e-5 (activities, gradients) and 1e-4 (trained weights)', above0)
    .option('--json', 'print the differences as one JSON object')
    .option('--quiet', 'only the result');
  return ruleOptions(
    variantOptions(relaxationOptions(backendOptions(paramsOptions(command, 'default: drawn by --seed')))),
  );
}
