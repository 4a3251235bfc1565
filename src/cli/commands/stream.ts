import { Command } from 'commander';
import { refuse } from '../../errors.js';
import { createProgress } from '../../lab/progress.js';
import { quoted } from '../../lab/runs/resume-command.js';
import { descriptionLines } from '../../lab/runs/tables.js';
import { newStream, type ReadyStream, resumedStream } from '../../lab/stream/prepare.js';
import { runStream, type StreamEnd } from '../../lab/stream/run.js';
import { above0, atLeast0, optionName, positive, whole } from '../arguments.js';
import { dataNames, dataOptions } from '../data-options.js';
import { grainOption } from '../grain-option.js';
import { askedFor } from '../idle-options.js';
import { interruptible, Stopped } from '../interrupt.js';
import { loadingWithProgress } from '../loading.js';
import { print, say } from '../output.js';
import { beginningOptions } from '../params-options.js';
import { ruleOptions } from '../rule-options.js';
import { streamFrom } from '../stream/configuration.js';
import { describe } from '../stream/describe.js';
import type { StreamOptions } from '../stream/options.js';
import { variantOptions } from '../variant-options.js';
import { wayOptions } from '../way-options.js';

/** `relaxon stream`: training on the event engine on images that come whether or not it is ready. */
export function streamCommand(): Command {
  const command = new Command('stream')
    .description(
      'Train online on a stream of images that does not wait, on the event engine; then test on held-out images. The run, with\n' +
        'configuration, metrics, checkpoint, plots, parameters and report, gets a directory of its own, which --resume goes on\n' +
        'with, bit for bit. Without NETWORK.json one that fits the data, 784-300-300-100-10 relu for MNIST.',
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
    .option('--config <file>', 'settings as JSON, such as the config.json of a stream; options beside it win')
    .option('--seed <n>', 'of weights, order, timers and rhythms: determines the run, to the bit', whole, 1)
    .option('--log-every <n>', 'images between rows of metrics', positive, 100)
    .option('--limit-test-samples <n>', 'test images to judge by (default: all)', positive)
    .option('--out <dir>', 'where to write; must not exist', 'stream')
    .option('--save <n>', 'images between checkpoints; there is one where it stops, too', positive, 500)
    .option(
      '--resume <dir>',
      'go on with a run from its last checkpoint, as if it never had been stopped; or with more --images',
    )
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress');
  return ruleOptions(variantOptions(all)).action(
    (network: string | undefined, options: StreamOptions, command: Command) => {
      const asked = askedFor(command);
      const { resume } = options;
      if (resume !== undefined) {
        refuseOthers(network, asked);
        const raised = asked.includes('images') ? options.images : undefined;
        const ready = (signal: AbortSignal) => resumed(resume, options, raised, signal);
        return interruptible((signal) => streamAction(ready, options, signal));
      }
      const ready = (signal: AbortSignal) => fresh(network, asked, options, signal);
      return interruptible((signal) => streamAction(ready, options, signal));
    },
  );
}

async function streamAction(
  ready: (signal: AbortSignal) => Promise<ReadyStream>,
  options: StreamOptions,
  signal: AbortSignal,
): Promise<void> {
  const { run, lock } = await ready(signal);
  const { images, out, record } = run;
  const { way } = record.configuration;
  const { quiet = false, json } = options;
  const progress = createProgress({
    total: images,
    start: run.course?.images ?? 0,
    unit: 'image',
    label: way,
    quiet,
  });
  let end: StreamEnd;
  try {
    end = await runStream(run, progress, signal);
  } finally {
    progress.stop();
    lock.release();
  }
  print(json, { out, way, ...end }, () => describe(end, out, way));
  if (end.interrupted) {
    const command = `relaxon stream --resume ${quoted(out)}`;
    throw new Stopped(
      `interrupted after ${end.images} images; what was learned is in ${out}. Go on with: ${command}`,
    );
  }
}

/** A new run. */
async function fresh(
  file: string | undefined,
  asked: readonly string[],
  options: StreamOptions,
  signal: AbortSignal,
): Promise<ReadyStream> {
  const { configuration, check, networkName } = streamFrom(file, options, asked);
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    const ready = await newStream(configuration, options.out, { load: loading.options, networkName, check });
    if (!options.quiet) for (const line of linesOn(ready)) say(line);
    return ready;
  } finally {
    loading.stop();
  }
}

/** What was made of data of one's own. */
function linesOn({ run, notes }: ReadyStream): string[] {
  const { description } = run.examples.data;
  return [...(description ? descriptionLines(description) : []), ...notes];
}

/** A run that goes on. */
async function resumed(
  directory: string,
  options: StreamOptions,
  raised: number | undefined,
  signal: AbortSignal,
): Promise<ReadyStream> {
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    return await resumedStream(directory, raised, { load: loading.options });
  } finally {
    loading.stop();
  }
}

/** What may stand beside `--resume`: all else is in the run. */
const ofResumed: readonly string[] = ['resume', 'images', 'json', 'quiet'];

function refuseOthers(network: string | undefined, asked: readonly string[]): void {
  const other = network ?? asked.filter((name) => !ofResumed.includes(name)).map(optionName)[0];
  if (other === undefined) return;
  const expected = 'the configuration that the run began with; only --images may be raised';
  refuse({ where: 'stream --resume', got: `also ${other}`, expected });
}
