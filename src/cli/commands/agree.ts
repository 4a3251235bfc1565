import { Command } from 'commander';
import { choose, RelaxonError, refuse } from '../../errors.js';
import {
  agrees,
  allPresentations,
  comparingRelaxation,
  comparingTraining,
  type Difference,
  type NamedPresentation,
  phasedPresentation,
  randomBatch,
} from '../../lab/agreement.js';
import { readBatch } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { readParameters } from '../../lab/parameter-files.js';
import { inTurns } from '../../lab/turns.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { paperNetwork } from '../../network/presets/paper.js';
import { backendLine } from '../../sim/batched/backend.js';
import { createSimulator } from '../../sim/create.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { Need } from '../../sim/needs.js';
import { pathwayOf } from '../../sim/pathway.js';
import { phased } from '../../sim/phased.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../../sim/rule-options.js';
import { arVariant } from '../../sim/rules/ar.js';
import { type RuleName, rules } from '../../sim/rules.js';
import { refuseKept, requireNodes, requireSupport } from '../../sim/support.js';
import { above0, natural, positive, whole } from '../arguments.js';
import { always, askedFor, type OptionNeeds, refuseIdleOptions } from '../idle-options.js';
import { print, say, table } from '../output.js';
import {
  checkBackend,
  type RelaxationOptions,
  relaxationFrom,
  relaxationOptions,
  relaxingNeeds,
} from '../relaxation-options.js';
import { ruleOptionNeeds, ruleOptions, splitOptions } from '../rule-options.js';
import { type VariantOptions, variantFrom, variantOptions } from '../variant-options.js';

interface AgreeOptions extends RelaxationOptions, VariantOptions {
  readonly rule: RuleName;
  readonly params?: string;
  readonly batch?: string;
  readonly batchSize: number;
  readonly train: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly tolerance?: number;
  readonly backend?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const random: Pick<Need, 'instead' | 'expected'> = {
  instead: () => 'a --batch and without --train',
  expected: 'a random batch, or --train',
};

const agreeNeeds: OptionNeeds<Required<AgreeOptions>> = {
  ...relaxingNeeds,
  ...{ params: always, batch: always, train: always, tolerance: always, backend: always },
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
  ...{ json: always, quiet: always, rule: always },
};

/** Rules of which both engines run every step. */
const agreeing = Object.entries(rules).flatMap(([name, { kind }]) =>
  kind === 'backpropagation' ? [] : [name],
);

/** `relaxon agree`: do both engines give the same numbers for this network? */
export function agreeCommand(): Command {
  const command = new Command('agree')
    .description(
      'Run a network on both engines, under every solver and schedule that both have, and print the\n' +
        'largest difference per quantity, relative to its largest value. Exit code 1 past tolerance.\n' +
        'Of a rule in phases every state is compared, at every step.',
    )
    .argument('[network]', 'network description (default: the network of arXiv 2009.05359)')
    .option('--rule <name>', `learning rule: ${agreeing.join(', ')}`, 'ar')
    .option('--params <file>', 'parameters, safetensors (default: initial ones of --seed)')
    .option('--batch <file>', 'batch, safetensors as for relax (default: random of --seed)')
    .option('--batch-size <n>', 'samples of a random batch', positive, 2)
    .option('--train <n>', 'minibatches of training to compare as well', natural, 0)
    .option('--learning-rate <x>', 'for --train, and for --plasticity continuous', above0, 0.064)
    .option('--seed <n>', 'of parameters and batch', whole, 1)
    .option('--tolerance <x>', 'instead of 1e-5 (activities, gradients) and 1e-4 (trained weights)', above0)
    .option('--backend <name>', 'tfjs-node, wasm, cpu (default: the first that loads)')
    .option('--json', 'print the differences as one JSON object')
    .option('--quiet', 'only the result');
  return ruleOptions(variantOptions(relaxationOptions(command))).action(agreeAction);
}

async function agreeAction(file: string | undefined, options: AgreeOptions, command: Command): Promise<void> {
  const presentations = chosenBy(options, command);
  checkBackend(options.backend);
  const network = file ? parseNetwork(readJson(file), file) : parseNetwork(paperNetwork);
  const [{ rule }] = presentations;
  requireNodes(file ?? 'network', network, options.rule, ownOf(options, command)?.chosen);
  const parameters = options.params
    ? readParameters(options.params, network)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const batch = options.batch
    ? readBatch(options.batch, network)
    : randomBatch(network, options.batchSize, options.seed);
  const { simulator: batched, backend } = await createSimulator('batched', network, parameters, {
    backend: options.backend,
  });
  if (backend && !options.quiet) say(backendLine(backend));
  const events = new EventSimulator(network, parameters);
  const rows: Difference[] = [];
  const { learningRate } = options;
  for (const presentation of presentations) {
    if (!options.quiet) say(`comparing ${presentation.name}: ${batch.size} samples`);
    const relaxing = comparingRelaxation(batched, events, batch, { ...presentation, learningRate });
    rows.push(...(await inTurns(relaxing)));
    if (options.train > 0) {
      const batches = Array.from({ length: options.train }, (_, i) =>
        randomBatch(network, options.batchSize, options.seed + 1 + i),
      );
      const training = { ...presentation, learningRate };
      rows.push(...(await inTurns(comparingTraining(batched, events, batches, training))));
      for (const simulator of [batched, events]) simulator.setParameters(parameters);
    }
  }
  conclude(
    rows.map((row) => ({ ...row, tolerance: options.tolerance ?? row.tolerance })),
    options,
  );
}

/** What is to be compared. @throws {InputError} on options that have no meaning */
function chosenBy(options: AgreeOptions, command: Command): readonly NamedPresentation[] {
  choose('--rule', rules, options.rule);
  const { others } = splitOptions(options.rule, options);
  const typed = askedFor(command).filter((name) => name in others);
  refuseIdleOptions({ ...ruleOptionNeeds(), ...agreeNeeds }, typed, { ...options });
  for (const engine of ['batched', 'events'] as const)
    requireSupport('--rule', { rule: options.rule, engine, command: 'agree' });
  const own = ownOf(options, command);
  if (own) {
    const rule = phased(own.family, own.chosen);
    refuseKept('--rule', rule);
    return [phasedPresentation(rule)];
  }
  return relaxations(options, arVariant(variantFrom(options)));
}

/** The family of a rule in phases, and what is chosen of its options. */
function ownOf(options: AgreeOptions, command: Command) {
  const family = familyOf(options.rule);
  if (!family) return undefined;
  const { own = {} } = splitOptions(options.rule, options);
  const typed = askedFor(command);
  const asked = Object.fromEntries(Object.entries(own).filter(([name]) => typed.includes(name)));
  return { family, chosen: ruleOptionsOf(family, asked, 'agree') };
}

function relaxations(options: AgreeOptions, rule: RelaxationRule): readonly NamedPresentation[] {
  const relaxation = relaxationFrom({ ...options, seed: undefined });
  const chosen = allPresentations(relaxation, rule).filter(
    (presentation) =>
      (!options.solver || presentation.relaxation.solver === options.solver) &&
      (!options.schedule || presentation.relaxation.schedule === options.schedule),
  );
  if (chosen.length > 0) return chosen;
  return refuse({
    where: 'agree',
    got: 'options that no presentation on both engines has',
    expected: 'a solver, schedule or duration that both have under this rule',
  });
}

function conclude(rows: readonly Difference[], { json }: AgreeOptions): void {
  const failed = rows.filter((row) => !agrees(row));
  print(json, { agree: failed.length === 0, differences: rows }, () => [
    ...table([
      ['presentation', 'quantity', 'difference', 'tolerance', ''],
      ...rows.map((row) => [
        row.presentation,
        row.quantity,
        row.difference.toExponential(2),
        row.tolerance.toExponential(0),
        agrees(row) ? 'ok' : 'TOO FAR',
      ]),
    ]),
    failed.length === 0
      ? 'the engines agree'
      : `${failed.length} of ${rows.length} quantities are too far apart`,
  ]);
  if (failed.length > 0) {
    const { quantity, presentation, difference, tolerance } = failed[0];
    throw new RelaxonError(
      `agree.${quantity} (${presentation}): got a difference of ${difference.toExponential(2)}, ` +
        `expected at most ${tolerance.toExponential(0)}. Try --backend cpu to see whether the backend is at fault.`,
    );
  }
}
