import { Command, Option } from 'commander';
import { standardBins } from '../../lab/judging/calibration.js';
import { splits } from '../../lab/trained/data.js';
import { positive } from '../arguments.js';
import { checkBackend } from '../backend-options.js';
import { columnOptions } from '../data-options.js';
import { evaluateSubject } from '../evaluate/evaluate.js';
import { linesOf } from '../evaluate/lines.js';
import type { EvaluateOptions } from '../evaluate/options.js';
import { askedFor } from '../idle-options.js';
import { interruptible } from '../interrupt.js';
import { print } from '../output.js';
import { engineOptions, subjectArgument } from '../subject/options.js';

/** `relaxon evaluate`: how a trained network does on data. */
export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description(
      'Judge a trained network by data: loss, accuracy, a table of classes, confusion and calibration; where targets are\n' +
        'numbers, errors and R2. A run brings its data with it, and how their inputs were scaled.',
    )
    .argument(...subjectArgument)
    .option('--data <name>', 'data set, or a file, all of which is taken (default: the data of the run)')
    .addOption(
      new Option('--split <name>', 'which part of a data set (default: test)').choices(Object.keys(splits)),
    )
    .option('--limit-samples <n>', 'judge by the first so many', positive)
    .option('--bins <n>', `of the confidence, for calibration (default: ${standardBins})`, positive);
  return engineOptions(columnOptions(command))
    .option('--out <dir>', 'where to write report.html, evaluation.json and figures; must not exist')
    .option('--json', 'print as one JSON object')
    .option('--quiet', 'no progress')
    .action((name: string, options: EvaluateOptions, self: Command) =>
      interruptible((signal) => evaluateAction(name, options, askedFor(self), signal)),
    );
}

async function evaluateAction(
  name: string,
  options: EvaluateOptions,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  checkBackend(options.backend);
  const record = await evaluateSubject(name, options, asked, signal);
  print(options.json, record, () => linesOf(record, options.out));
}
