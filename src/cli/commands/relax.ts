import { Command } from 'commander';
import { choose, refuse } from '../../errors.js';
import { isTaught, readStimulus } from '../../lab/batch-files.js';
import { engines } from '../../lab/configuration.js';
import { readJson } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { readParameters, tensorOf } from '../../lab/parameter-files.js';
import { createProgress } from '../../lab/progress.js';
import { type Tensor, writeSafetensors } from '../../lab/safetensors/index.js';
import { requireFeedback } from '../../network/feedback-weights.js';
import { layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import { backendLine } from '../../sim/batched/backend.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { checkGrain, createSimulator } from '../../sim/create.js';
import { refuseIdleFeedbackRate, refuseMeaningless, refuseMessages } from '../../sim/meaning.js';
import { allNeed } from '../../sim/needs.js';
import { spokenNeeds } from '../../sim/relaxation-needs.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { familyOf } from '../../sim/rule-options.js';
import { arVariant } from '../../sim/rules/ar.js';
import { type RuleName, rules } from '../../sim/rules.js';
import type { LearningRates } from '../../sim/simulator.js';
import { requireSupport } from '../../sim/support.js';
import { movesWeights } from '../../sim/traits.js';
import type { GrainName } from '../../synapses/grains.js';
import { above0, atLeast0, given, optionName, whole } from '../arguments.js';
import { type BackendOptions, backendOptions, checkBackend } from '../backend-options.js';
import { energyLine } from '../energy-line.js';
import { grainOption } from '../grain-option.js';
import { always, askedFor, batched, type OptionNeeds, refuseIdleOptions } from '../idle-options.js';
import { print, say } from '../output.js';
import { type ParamsOptions, paramsNeeds, readingOptions } from '../params-options.js';
import { refuseNonFinite, withProgress } from '../relax/parts.js';
import { relaxPhases } from '../relax/phases.js';
import { answersOf, writeSweep } from '../relax/sweep.js';
import {
  type RelaxationOptions,
  relaxationFrom,
  relaxationOptions,
  speakingNeeds,
} from '../relaxation-options.js';
import { ruleOptionNeeds, ruleOptions, splitOptions } from '../rule-options.js';
import { errorOption, withQuantaFor } from '../speech-options.js';
import { taught } from '../taught.js';
import { type VariantOptions, variantFrom, variantOptions } from '../variant-options.js';

interface RelaxOptions extends BackendOptions, RelaxationOptions, VariantOptions, ParamsOptions {
  readonly rule: RuleName;
  readonly learningRate?: number;
  readonly feedbackLearningRate?: number;
  readonly weightDecay?: number;
  readonly seed?: number;
  readonly params: string;
  readonly batch: string;
  readonly out: string;
  readonly engine: 'events' | 'batched';
  readonly grain?: GrainName;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const relaxNeeds: OptionNeeds<Required<RelaxOptions>> = {
  ...allNeed(speakingNeeds, taught),
  ...{ learningRate: [taught], feedbackLearningRate: [taught], weightDecay: [taught] },
  seed: spokenNeeds.seed,
  ...paramsNeeds,
  ...{ batch: always, out: always, engine: always, grain: always },
  ...{ backend: [batched], threads: [batched] },
  ...{ json: always, quiet: always, rule: always },
};

/** `relaxon relax`: one relaxation, from files to a file. */
export function relaxCommand(): Command {
  const command = new Command('relax')
    .description(
      'Relax a batch and write answers, activities and gradients as safetensors.\n' +
        'The batch holds `input` [batch, ...] and `target` [batch, units] (`input.NAME`, `target.NAME` where there\n' +
        'are several). The output gets NAME.answer of every output, NAME.activity [batch, units] of every relaxing node, and\n' +
        'NAME.weight.grad, NAME.bias.grad of the batch-mean loss (descent is minus this), NAME.feedback.grad where feedback is\n' +
        'learned. Other rules than ar give the answers of all nodes, and every state of theirs as it ended, NAME.STATE.\n' +
        'Without targets there is a forward sweep only, and answers.\n' +
        'Engine events writes F64, batched F32.',
    )
    .argument('<network>', 'network description, layered or graph form')
    .requiredOption('--params <file>', "weights as safetensors, ours or PyTorch's")
    .requiredOption('--batch <file>', 'batch, safetensors (F32 or F64)')
    .requiredOption('--out <file>', 'where to write the result, safetensors')
    .option('--rule <name>', 'learning rule: ar, pc, ep, chl, dfa, fa', 'ar')
    .option('--engine <name>', 'batched, events', 'batched')
    .addOption(grainOption())
    .option(
      '--learning-rate <x>',
      'per tau, with --plasticity continuous: what weights move by shows in .grad',
      above0,
    )
    .option('--feedback-learning-rate <x>', 'likewise, of learned feedback (default: the same)', atLeast0)
    .option('--weight-decay <x>', 'likewise, of weights and learned feedback (default: 0)', atLeast0)
    .option('--seed <n>', 'of the order of --schedule asynchronous (default: 1)', whole)
    .option('--json', 'print what was done as one JSON object')
    .option('--quiet', 'no progress');
  return ruleOptions(
    variantOptions(errorOption(relaxationOptions(backendOptions(readingOptions(command))))),
  ).action(relaxAction);
}

async function relaxAction(file: string, options: RelaxOptions, command: Command): Promise<void> {
  choose('--rule', rules, options.rule);
  const { own, others } = splitOptions(options.rule, options);
  const typed = askedFor(command).filter((name) => name in others);
  refuseIdleOptions({ ...ruleOptionNeeds(), ...relaxNeeds }, typed, { ...options });
  choose('--engine', engines, options.engine);
  requireSupport('--rule', { rule: options.rule, engine: options.engine, command: 'relax' });
  checkGrain('--grain', options.engine, options.grain);
  checkBackend(options.backend);
  const family = familyOf(options.rule);
  if (family) {
    const chosen = Object.fromEntries(
      Object.entries(own!).filter(([name]) => askedFor(command).includes(name)),
    );
    await relaxPhases(file, family, chosen, options, (targets) =>
      refuseIdleOptions(relaxNeeds, typed, { ...options, targets }),
    );
    return;
  }
  const asked = relaxationFrom(options);
  const variant = variantFrom(options);
  const rule = arVariant(variant);
  const rates = ratesFrom(rule, options);
  refuseMeaningless(rule, asked, 'relaxation', { findsCrossings: options.engine === 'events' });
  if (options.engine === 'batched') refuseMessages(asked, '--messages');
  const network = parseNetwork(readJson(file), file);
  const parameters = readParameters(options.params, network, options);
  requirePlaces(layOut(network), rule);
  requireFeedback(layOut(network), parameters, rule, options.params);
  const relaxation = withQuantaFor(asked, options, network, parameters, rule);
  const batch = readStimulus(options.batch, network);
  refuseIdleOptions(relaxNeeds, typed, { ...options, targets: isTaught(batch) });
  refuseUnwritable(options.out);
  const { engine, grain } = options;
  const { simulator, backend } = await createSimulator(engine, network, parameters, {
    backend: options.backend,
    threads: options.threads,
    grain,
  });
  if (backend && !options.quiet) say(backendLine(backend));
  if (!isTaught(batch)) return writeSweep(simulator, batch.inputs, rule, options);
  const quiet = options.quiet || batch.size === 1 || options.engine === 'batched';
  const progress = createProgress({
    total: batch.size,
    unit: 'sample',
    label: 'relaxing',
    quiet: quiet ?? false,
  });
  const relaxed = await withProgress(progress, (onSample) =>
    simulator.relax(batch, { rule, relaxation, ...rates, onSample }),
  );
  const { inputs, nodes, outputs } = layOut(network);
  const moving = [...(rule.inputsRelax ? inputs : []), ...nodes.filter(({ role }) => role === 'relaxing')];
  const tensors: (readonly [string, Tensor])[] = [
    ...answersOf(Object.fromEntries(outputs.map(({ name }) => [name, relaxed.forward[name]]))),
    ...moving.map(({ name }): [string, Tensor] => [`${name}.activity`, tensorOf(relaxed.activity[name])]),
    ...Object.entries(relaxed.gradient).map(([name, g]): [string, Tensor] => [`${name}.grad`, tensorOf(g)]),
  ];
  refuseNonFinite(options.batch, relaxed.loss, tensors);
  writeSafetensors(outTarget(options.out), tensors);
  const summary = {
    out: options.out,
    samples: batch.size,
    loss: relaxed.loss,
    tensors: tensors.map(([n]) => n),
    ...given({ messages: relaxed.messages, energy: relaxed.energy }),
  };
  print(options.json, summary, () => {
    const said = relaxed.messages === undefined ? '' : `; neurons spoke ${relaxed.messages} times`;
    const done = `loss ${relaxed.loss}; ${tensors.length} tensors in ${options.out}${said}`;
    return relaxed.energy ? [done, energyLine(relaxed.energy, batch.size)] : done;
  });
}

function ratesFrom(
  rule: RelaxationRule,
  { learningRate, feedbackLearningRate, weightDecay }: RelaxOptions,
): Partial<LearningRates> {
  const rates = given({ learningRate, feedbackLearningRate, weightDecay });
  const [first] = Object.keys(rates);
  const needed = movesWeights(rule);
  if (!needed && first) {
    const expected = '--plasticity continuous: otherwise nothing learns here';
    refuse({ where: optionName(first), got: 'plasticity equilibrium', expected });
  }
  if (needed && learningRate === undefined) {
    const hint = '--learning-rate 0.01';
    refuse({ where: '--plasticity continuous', got: 'no learning rate', expected: 'one, per tau', hint });
  }
  if (feedbackLearningRate !== undefined) {
    refuseIdleFeedbackRate(rule, feedbackLearningRate, '--feedback-learning-rate');
  }
  return rates;
}
