import { Command, Option } from 'commander';
import { predictionFormats } from '../../lab/predicting/formats.js';
import { standardBatch } from '../../lab/predicting/predict.js';
import { splits } from '../../lab/trained/data.js';
import { positive } from '../arguments.js';
import { checkBackend } from '../backend-options.js';
import { columnOptions } from '../data-options.js';
import { askedFor } from '../idle-options.js';
import { interruptible } from '../interrupt.js';
import { print } from '../output.js';
import { type PredictFlags, predictSubject } from '../predict/predict.js';
import { engineOptions, subjectArgument } from '../subject/options.js';

/** `relaxon predict`: what a trained network answers. */
export function predictCommand(): Command {
  const endings = Object.entries(predictionFormats).map(([ending, { about }]) => `.${ending} ${about}`);
  const command = new Command('predict')
    .description(
      'Write what a trained network answers to inputs, without targets: outputs, class probabilities where the loss is\n' +
        'cross-entropy, and the class where outputs are classes. A run scales inputs as it did those that it learned from.',
    )
    .argument(...subjectArgument)
    .option(
      '--input <file>',
      'inputs: CSV, Parquet, NumPy, safetensors (tensor input), IDX, or a folder of PNG images',
    )
    .option('--data <name>', 'instead, a data set')
    .addOption(new Option('--split <name>', 'which part of it (default: test)').choices(Object.keys(splits)))
    .requiredOption('--out <file>', `where to write; by its ending ${endings.join(', ')}`)
    .option('--activities', 'the activity of every node, too')
    .option('--batch-size <n>', `samples at a time (default: ${standardBatch})`, positive);
  return engineOptions(columnOptions(command))
    .option('--json', 'print what was done as one JSON object')
    .option('--quiet', 'no progress')
    .action((name: string, options: PredictFlags, self: Command) =>
      interruptible((signal) => predictAction(name, options, askedFor(self), signal)),
    );
}

async function predictAction(
  name: string,
  options: PredictFlags,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  checkBackend(options.backend);
  const done = await predictSubject(name, options, asked, signal);
  print(options.json, done, () => `${done.samples} samples answered in ${done.out}`);
}
