import { existsSync } from 'node:fs';
import { type DataSet, dataName, formOf } from '../../data/index.js';
import { configuredRule } from '../configuration.js';
import { readJsonLines, writeFileAtomic } from '../files.js';
import type { Progress } from '../progress.js';
import {
  energySections,
  errorSections,
  measurementSections,
  type ReportData,
  report,
} from '../report/index.js';
import { type Evaluation, evaluating } from '../training/evaluate.js';
import { inTurns } from '../turns.js';
import { epochRows } from './epoch-rows.js';
import { runFiles } from './files.js';
import { writeJson } from './first-files.js';
import { relaxationCurves } from './relaxation-curves.js';
import { remarkOn } from './remark.js';
import type { Run } from './setup.js';
import { configurationTable, provenanceTable } from './tables.js';

/**
 * Evaluates the trained network and writes what people look at: evaluation, relaxation curves, report.
 * @throws the reason of `signal`, once that is aborted; then nothing is written
 */
export async function finish(run: Run, progress: Progress, signal: AbortSignal): Promise<Evaluation> {
  const { simulator, examples, configuration, directory, trainer } = run;
  const files = runFiles(directory);
  const show = (what: string) => (done: number) =>
    progress.update(trainer.progress.samples, { [what]: done });
  const testing = evaluating(
    simulator,
    examples,
    configuration.limitTestSamples,
    configuredRule(configuration),
  );
  const evaluation = await inTurns(testing, signal, show('tested'));
  const looking = relaxationCurves(simulator, examples, configuration);
  const relaxation = await inTurns(looking, signal, show('frames of the report'));
  writeJson(files.evaluation, evaluation);
  if (relaxation) writeJson(files.relaxation, relaxation);
  const remark = remarkOn(epochRows(files.metrics), configuration.learningRate);
  if (remark) progress.note(`note: ${remark}`);
  writeReport(run, {
    summary:
      `After ${configuration.epochs} epochs of ${configuration.rule} ${found(evaluation, run)}` +
      (remark ? `; but ${remark}` : '.'),
    ...(evaluation.confusion && { confusion: labelled(evaluation.confusion, examples.data) }),
    ...(relaxation ? { relaxation } : {}),
    sections: errorSections((evaluation as Evaluation).errors),
  });
  return evaluation;
}

/** Reports a run that is judged by its validation samples only: it may be tested later. */
export function finishUntested(run: Run): void {
  const { epochs, rule } = run.configuration;
  writeReport(run, { summary: `${epochs} epochs of ${rule}, judged by validation; not tested.` });
}

function found({ accuracy, loss, samples }: Evaluation, { examples }: Run): string {
  const form = formOf(examples.data.test);
  const where = `${samples} test ${form === 'image' ? 'images' : 'samples'} of ${examples.data.name}`;
  return accuracy === undefined
    ? `the loss of the network is ${loss.toPrecision(4)} on ${where}`
    : `the network is right on ${(100 * accuracy).toFixed(2)} % of ${where}`;
}

const labelled = (counts: Required<Evaluation>['confusion'], data: DataSet) => ({
  labels: counts.map((_, label) => ('classNames' in data && data.classNames?.[label]) || String(label)),
  counts,
});

/** Reports a run that diverged: how far it came, and why not further. */
export function reportDivergence(
  run: Run,
  { step, epoch, reason }: { readonly step: number; readonly epoch: number; readonly reason: string },
): void {
  const { rule } = run.configuration;
  writeReport(run, {
    summary: `Training by ${rule} diverged at step ${step}, in epoch ${epoch}: ${reason}.`,
  });
}

function writeReport(
  { directory, configuration, provenance }: Run,
  found: Pick<ReportData, 'summary' | 'confusion' | 'relaxation' | 'sections'>,
): void {
  const files = runFiles(directory);
  const measured = existsSync(files.measurements) ? readJsonLines(files.measurements) : [];
  const metrics = epochRows(files.metrics);
  const html = report({
    title: `${configuration.rule} on ${dataName(configuration.data)}, seed ${configuration.seed}`,
    ...found,
    runs: [{ name: configuration.rule, metrics }],
    configuration: configurationTable(configuration),
    provenance: provenanceTable(provenance),
    sections: [...(found.sections ?? []), ...energySections(metrics), ...measurementSections(measured)],
  });
  writeFileAtomic(files.report, html);
}
