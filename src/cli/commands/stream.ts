import { Command } from 'commander';
import { loadData, requireClasses, resolvedData } from '../../data/index.js';
import { readJson } from '../../lab/files.js';
import { createProgress } from '../../lab/progress.js';
import { networkFor } from '../../lab/runs/default-network.js';
import { beginningOf } from '../../lab/runs/first-parameters.js';
import { descriptionLines } from '../../lab/runs/tables.js';
import { claimStream, runStream, type StreamEnd, type StreamRun, streamFiles } from '../../lab/stream/run.js';
import { ImageStream } from '../../lab/stream/stream.js';
import { Examples } from '../../lab/training/examples.js';
import { parseNetwork } from '../../network/parse.js';
import { LiveSimulator } from '../../sim/events/live/simulator.js';
import { type Needs, needs } from '../../sim/needs.js';
import { variantNeeds } from '../../sim/relaxation-needs.js';
import type { RuleName } from '../../sim/rules.js';
import type { GrainName } from '../../synapses/grains.js';
import { above0, atLeast0, positive, whole } from '../arguments.js';
import { type DataFlags, dataNames, dataOptions, splitDataOptions } from '../data-options.js';
import { grainOption } from '../grain-option.js';
import { askedFor } from '../idle-options.js';
import { interruptible, Stopped } from '../interrupt.js';
import { loadingWithProgress } from '../loading.js';
import { print, say } from '../output.js';
import { type BeginningOptions, beginningNeeds, beginningOptions, weightsFrom } from '../params-options.js';
import { ruleOptions } from '../rule-options.js';
import { type StreamRule, streamRuleFrom } from '../stream-rule.js';
import { type VariantOptions, variantOptions } from '../variant-options.js';
import { liveFrom, type WayFlags, wayOptions } from '../way-options.js';

interface StreamOptions extends WayFlags, DataFlags, VariantOptions, BeginningOptions {
  readonly rule: RuleName;
  readonly data: string;
  readonly images: number;
  readonly every: number;
  readonly targetDelay: number;
  readonly taught: number;
  readonly grain?: GrainName;
  readonly seed: number;
  readonly logEvery: number;
  readonly limitTestSamples?: number;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The options of ways are held to their way where they are read. */
const streamNeeds: Needs = {
  ...variantNeeds,
  ...beginningNeeds,
  targetDelay: [needs('taught', (taught) => taught !== 0, '1', { expected: 'targets that come' })],
};

/** `relaxon stream`: training on the event engine on images that come whether or not it is ready. */
export function streamCommand(): Command {
  const command = new Command('stream')
    .description(
      'Train online on a stream of images that does not wait, on the event engine; then test on held-out images.\n' +
        'Writes metrics.jsonl, accuracy.svg and parameters.safetensors. Without NETWORK.json one that fits the data, 784-300-300-100-10 relu for MNIST.',
    )
    .argument('[network]', 'network description, layered or graph form')
    .option('--rule <name>', 'learning rule, that the way can run: relaxon rules --support says which', 'ar')
    .option('--data <name>', `data set of classes: ${dataNames()}`, 'mnist')
    .option('--images <n>', 'how many come, in a random order', positive, 3000)
    .option('--every <tau>', 'from one image to the next', above0, 20)
    .option('--target-delay <tau>', 'how long after its image a target comes', atLeast0, 0)
    .option('--taught <share>', 'share of the images whose target ever comes', atLeast0, 1);
  const all = wayOptions(dataOptions(beginningOptions(command)))
    .addOption(grainOption('arbor'))
    .option('--seed <n>', 'of weights, order, timers and rhythms: determines the run, to the bit', whole, 1)
    .option('--log-every <n>', 'images between rows of metrics', positive, 100)
    .option('--limit-test-samples <n>', 'test images to judge by (default: all)', positive)
    .option('--out <dir>', 'where to write; must not exist', 'stream')
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress');
  return ruleOptions(variantOptions(all)).action(
    (network: string | undefined, options: StreamOptions, command: Command) => {
      const rule = streamRuleFrom(options, askedFor(command), streamNeeds);
      return interruptible((signal) => streamAction(network, rule, options, signal));
    },
  );
}

async function streamAction(
  file: string | undefined,
  rule: StreamRule,
  options: StreamOptions,
  signal: AbortSignal,
): Promise<void> {
  const run = await prepare(file, rule, options, signal);
  const lock = claimStream(options.out);
  const { images, quiet = false, way, json } = options;
  const progress = createProgress({ total: images, unit: 'image', label: way, quiet });
  let end: StreamEnd;
  try {
    end = await runStream(run, progress, signal);
  } finally {
    progress.stop();
    lock.release();
  }
  print(json, { out: options.out, way, ...end }, () => describe(end, options));
  if (end.interrupted)
    throw new Stopped(`interrupted after ${end.images} images; what was learned is in ${options.out}`);
}

async function prepare(
  file: string | undefined,
  { rule, requireFor }: StreamRule,
  options: StreamOptions,
  signal: AbortSignal,
): Promise<StreamRun> {
  const { every, targetDelay, taught, seed, grain = 'arbor', images, logEvery, way, out } = options;
  const live = { ...liveFrom(options), rule, grain, seed };
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    // A network is checked before anything is fetched.
    const given = file === undefined ? undefined : parseNetwork(readJson(file), file);
    if (given) requireFor(given, file!);
    const { own: dataOptions } = splitDataOptions(options);
    const source = resolvedData({ data: options.data, ...(dataOptions && { dataOptions }) }, 'stream');
    const data = requireClasses(await loadData(source, loading.options), 'stream');
    const network = given ?? parseNetwork(networkFor(data));
    if (!given) requireFor(network, 'the network that fits the data');
    const examples = new Examples(network, data, file);
    const { params, notes, parameters } = beginningOf(network, rule, { params: weightsFrom(options), seed });
    const simulator = new LiveSimulator(network, parameters(seed), live);
    const lines = data.description ? descriptionLines(data.description) : [];
    if (!options.quiet) for (const line of [...lines, ...notes]) say(line);
    const stream = new ImageStream(simulator, examples, { every, targetDelay, taught, seed });
    const title = `${data.name} as a stream, ${rule.name}, ${way}`;
    return {
      simulator,
      rule,
      examples,
      stream,
      images,
      logEvery,
      testImages: options.limitTestSamples,
      out,
      title,
      ...(params && { params: { file: params.file, sha256: params.sha256! } }),
    };
  } finally {
    loading.stop();
  }
}

function describe(end: StreamEnd, { out, way }: StreamOptions): string[] {
  const { images, onlineAccuracy, testAccuracy, messages, synapticOperations, missed } = end;
  const files = streamFiles(out);
  return [
    ...(testAccuracy === null
      ? []
      : [`test accuracy ${testAccuracy.toFixed(4)} after ${images} images, ${way}`]),
    ...(onlineAccuracy === null ? [] : [`online accuracy ${onlineAccuracy.toFixed(4)} at the end`]),
    `${messages.toFixed(0)} messages and ${synapticOperations.toExponential(2)} synaptic operations per image`,
    ...(missed > 0 ? [`${missed} images were never answered`] : []),
    `accuracy ${files.accuracy}`,
    `parameters ${files.parameters}`,
  ];
}
