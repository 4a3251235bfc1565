import { join } from 'node:path';
import { Command } from 'commander';
import { type DataSet, loadDataSet } from '../../data/index.js';
import { RelaxonError } from '../../errors.js';
import { configurationOf } from '../../lab/configuration.js';
import { type Encounter, encounter } from '../../lab/demo.js';
import { readJson, workInFolder, writeFileAtomic } from '../../lab/files.js';
import { createProgress } from '../../lab/progress.js';
import { type RelaxationData, report, type Setting } from '../../lab/report/index.js';
import { epochRows } from '../../lab/runs/epoch-rows.js';
import { runFiles } from '../../lab/runs/files.js';
import { train } from '../../lab/runs/run.js';
import { newRun, type Run } from '../../lab/runs/setup.js';
import { configurationTable, provenanceTable } from '../../lab/runs/tables.js';
import type { Evaluation } from '../../lab/training/evaluate.js';
import { inTurns } from '../../lab/turns.js';
import { backendLine } from '../../sim/batched/backend.js';
import { positive, whole } from '../arguments.js';
import { datedFolder } from '../dated-folder.js';
import { interruptible } from '../interrupt.js';
import { loadingWithProgress } from '../loading.js';
import { say, table } from '../output.js';

interface DemoOptions {
  readonly data?: string;
  readonly seed: number;
  readonly epochs?: number;
  readonly minibatches: number;
  readonly images: number;
  readonly out?: string;
  readonly quiet?: boolean;
}

interface Trained {
  readonly run: Run;
  /** The digits of either data set are classes. */
  readonly evaluation: Required<Evaluation>;
}

/** `relaxon demo`, which is what `npm start` runs: the whole path once, in under three minutes. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'Train the network of arXiv 2009.05359 by Activation Relaxation and by backpropagation, present test images\n' +
        'to it on the event engine, compare the engines, and write a report. MNIST if it can be had, else digits.',
    )
    .option('--data <name>', 'data set (default: mnist, else digits)')
    .option('--seed <n>', 'determines everything', whole, 1)
    .option('--epochs <n>', 'test after each (default: 3; 10 of digits, which is smaller)', positive)
    .option('--minibatches <n>', 'per epoch', positive, 600)
    .option('--images <n>', 'test images for the event engine', positive, 4)
    .option('--out <dir>', 'where to write; must not exist (default: runs/demo-DATE)')
    .option('--quiet', 'no progress')
    .action(async (options: DemoOptions) => {
      await interruptible((signal) => demo(options, signal));
    });
}

async function demo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const data = options.data ?? (await mnistOrDigits(signal));
  const directory = options.out ?? datedFolder(join('runs', 'demo'));
  await workInFolder(directory, () => demoIn(directory, data, options, signal));
}

async function demoIn(
  directory: string,
  data: string,
  options: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  const ar = await trainBy('ar', data, directory, options, signal);
  const bp = await trainBy('bp', data, directory, options, signal);
  say('presenting test images on the event engine, an actor for every neuron and synapse');
  const progress = createProgress({
    total: options.images,
    unit: 'sample',
    label: 'actors',
    quiet: options.quiet ?? false,
  });
  let found: Encounter;
  try {
    const meeting = encounter(ar.run, options.images, (done) => progress.update(done, {}));
    found = await inTurns(meeting, signal);
  } finally {
    progress.stop();
  }
  const path = join(directory, 'report.html');
  writeFileAtomic(path, demoReport(ar, bp, found, data));
  conclude(ar, bp, found, path);
}

async function mnistOrDigits(signal: AbortSignal): Promise<string> {
  const loading = loadingWithProgress(signal);
  try {
    await loadDataSet('mnist', { ...loading.options, idleMs: 10_000 });
    say('data: real MNIST');
    return 'mnist';
  } catch (error) {
    if (signal.aborted || !(error instanceof RelaxonError)) throw error;
    say(`data: the built-in digits, because MNIST cannot be had. ${error.message}`);
    return 'digits';
  } finally {
    loading.stop();
  }
}

async function trainBy(
  rule: 'ar' | 'bp',
  data: DataSet['name'],
  directory: string,
  { seed, epochs = data === 'digits' ? 10 : 3, minibatches, quiet = false }: DemoOptions,
  signal: AbortSignal,
): Promise<Trained> {
  const configuration = configurationOf({ data, rule, seed, epochs, limitTrainBatches: minibatches });
  const run = await newRun(configuration, join(directory, rule));
  if (rule === 'ar' && run.provenance.backend) say(backendLine(run.provenance.backend));
  say(`training 784-300-300-100-10 by ${rule} in ${run.directory}`);
  const { total } = run.trainer.progress;
  const progress = createProgress({ total, unit: 'sample', label: rule, quiet });
  try {
    return { run, evaluation: (await train(run, progress, signal)) as Required<Evaluation> };
  } finally {
    progress.stop();
  }
}

function demoReport(ar: Trained, bp: Trained, found: Encounter, data: string): string {
  const { configuration, provenance, directory } = ar.run;
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  return report({
    title: `Two rules, two engines: ${data}`,
    summary:
      `After ${ar.run.trainer.step} minibatches the network is right on ${percent(ar.evaluation.accuracy)} of the ` +
      `test images when it learned by Activation Relaxation, and on ${percent(bp.evaluation.accuracy)} by ` +
      `backpropagation; the event engine and the batched engine ${found.agree ? 'agree' : 'DISAGREE'}.`,
    runs: [ar, bp].map(({ run }) => ({
      name: run.configuration.rule,
      metrics: epochRows(runFiles(run.directory).metrics),
    })),
    confusion: {
      labels: ar.evaluation.confusion.map((_, label) => String(label)),
      counts: ar.evaluation.confusion,
    },
    relaxation: readJson(runFiles(directory).relaxation) as RelaxationData,
    configuration: configurationTable(configuration) as Record<string, Setting>,
    provenance: provenanceTable(provenance),
    sections: found.sections,
  });
}

function conclude(ar: Trained, bp: Trained, found: Encounter, path: string): void {
  const { answers, activities, weightChanges } = found;
  const right = answers.filter(({ label, answer }) => label === answer).length;
  const lines = [
    ...table([
      ['rule', 'test accuracy', 'test loss'],
      ...[ar, bp].map(({ run, evaluation }) => [
        run.configuration.rule,
        evaluation.accuracy.toFixed(4),
        evaluation.loss.toFixed(4),
      ]),
    ]),
    `actors answered ${right} of ${answers.length} test images rightly: ` +
      answers
        .map(({ label, answer }) => (label === answer ? `${answer}` : `${answer} (is ${label})`))
        .join(', '),
    `activities at every step differ between the engines by ${activities.difference.toExponential(1)} at most`,
    `weight changes differ by ${weightChanges.difference.toExponential(1)} at most`,
    `report ${path}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!found.agree) {
    throw new RelaxonError('demo.agreement: got engines that differ, expected agreement. Try relaxon agree.');
  }
}
