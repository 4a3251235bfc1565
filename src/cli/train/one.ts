import { createProgress } from '../../lab/progress.js';
import { errorLines } from '../../lab/report/index.js';
import { changeLine } from '../../lab/runs/changes.js';
import { epochRows } from '../../lab/runs/epoch-rows.js';
import { runFiles } from '../../lab/runs/files.js';
import { keptLines } from '../../lab/runs/kept-section.js';
import type { FurtherEvaluations } from '../../lab/runs/kept-weights.js';
import { train } from '../../lab/runs/run.js';
import { newRun, type Run, resumedRun } from '../../lab/runs/setup.js';
import type { Evaluation } from '../../lab/training/evaluate.js';
import { checkBackend } from '../backend-options.js';
import { loadingWithProgress } from '../loading.js';
import { print, say } from '../output.js';
import { announce } from './announce.js';
import { asksForBatch, configurationFrom, defaultDirectory } from './configuration.js';
import type { TrainOptions } from './options.js';
import { refuseOtherOptions } from './resume-options.js';

type Load = ReturnType<typeof loadingWithProgress>['options'];

/** Trains one run. */
export async function trainOne(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<void> {
  const run = await prepare(network, options, signal);
  const { provenance, configuration, directory } = run;
  if (!options.quiet) announce(provenance, configuration, `in ${directory}`, run.notes);
  const change =
    options.learningRate !== undefined && options.resume !== undefined && provenance.changes?.at(-1);
  if (change) say(`note: ${changeLine(change)}`);
  const { samples: start, total } = run.trainer.progress;
  const progress = createProgress({
    total,
    start,
    unit: 'sample',
    label: configuration.rule,
    quiet: options.quiet ?? false,
  });
  const trained = run.trainer.done;
  if (trained && !options.quiet) {
    const { epochs } = configuration;
    const why = run.trainer.stoppedEarly ? 'it was stopped early' : `all ${epochs} epochs are done`;
    say(`nothing is left to train: ${why}; testing it again`);
  }
  let evaluation: Evaluation & FurtherEvaluations;
  try {
    evaluation = await train(run, progress, signal);
  } finally {
    progress.stop();
  }
  conclude(run, evaluation, options);
}

async function prepare(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<Run> {
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    return options.resume === undefined
      ? await fresh(network, options, loading.options)
      : await resumed(network, options, options.resume, loading.options);
  } finally {
    loading.stop();
  }
}

async function fresh(network: string | undefined, options: TrainOptions, load: Load): Promise<Run> {
  checkBackend(options.backend);
  const configuration = configurationFrom(network, options);
  const directory = options.out ?? defaultDirectory(configuration, String(configuration.seed));
  return newRun(configuration, directory, {
    backend: options.backend,
    threads: options.threads,
    load,
    fitBatch: !asksForBatch(options),
    ...(network ? { networkName: network } : {}),
  });
}

async function resumed(
  network: string | undefined,
  options: TrainOptions,
  directory: string,
  load: Load,
): Promise<Run> {
  refuseOtherOptions(network, options);
  const { epochs, learningRate } = options;
  return resumedRun(directory, { load, epochs, learningRate });
}

function conclude(
  { directory, configuration }: Run,
  evaluation: Evaluation & FurtherEvaluations,
  { json }: TrainOptions,
): void {
  const { accuracy, loss, errors, best, average } = evaluation;
  const kept = { ...(best && { best }), ...(average && { average }) };
  const files = runFiles(directory);
  const epochs = epochRows(files.metrics);
  const last = epochs[epochs.length - 1];
  const score = accuracy === undefined ? { loss, errors } : { accuracy };
  print(json, { directory, rule: configuration.rule, ...score, ...kept, epochs }, () => [
    `test ${accuracy === undefined ? `loss ${loss.toFixed(4)}` : `accuracy ${accuracy.toFixed(4)}`} after ${last.epoch} epochs of ${configuration.rule}`,
    ...(errors ? errorLines(errors) : []),
    ...keptLines(kept),
    `report ${files.report}`,
  ]);
}
