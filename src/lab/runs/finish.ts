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
  rateSections,
  report,
} from '../report/index.js';
import { type Evaluation, evaluating } from '../training/evaluate.js';
import { inTurns } from '../turns.js';
import { epochRows } from './epoch-rows.js';
import { runFiles } from './files.js';
import { writeJson } from './first-files.js';
import { keptSections } from './kept-section.js';
import { evaluatingKept, type FurtherEvaluations } from './kept-weights.js';
import { learningOf } from './learning-of.js';
import { lossLabel, networkSection } from './network-section.js';
import { relaxationCurves } from './relaxation-curves.js';
import { remarkOn } from './remark.js';
import type { Run } from './setup.js';
import { configurationTable, provenanceTable } from './tables.js';

/**
 * Evaluates the trained network and writes what people look at: evaluation, relaxation curves, report.
 * @throws the reason of `signal`, once that is aborted; then nothing is written
 */
export async function finish(
  run: Run,
  progress: Progress,
  signal: AbortSignal,
): Promise<Evaluation & FurtherEvaluations> {
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
  const kept = await inTurns(evaluatingKept(run), signal, show('tested'));
  const looking = relaxationCurves(simulator, examples, configuration);
  const relaxation = await inTurns(looking, signal, show('frames of the report'));
  const all = { ...evaluation, ...kept };
  writeJson(files.evaluation, all);
  if (relaxation) writeJson(files.relaxation, relaxation);
  const remark = remarkOn(epochRows(files.metrics), configuration.learningRate);
  if (remark) progress.note(`note: ${remark}`);
  writeReport(run, {
    summary:
      `After ${trainer.epochsDone} epochs of ${configuration.rule} ${found(evaluation, run)}` +
      (remark ? `; but ${remark}` : '.') +
      (trainer.stoppedEarly ? ` ${earlyLine(run)}` : ''),
    ...(evaluation.confusion && { confusion: labelled(evaluation.confusion, examples.data) }),
    ...(relaxation ? { relaxation } : {}),
    sections: [...errorSections((evaluation as Evaluation).errors), ...keptSections(evaluation, kept)],
  });
  if (trainer.stoppedEarly) progress.note(earlyLine(run));
  return all;
}

/** Why a run was stopped before its last epoch. */
function earlyLine({ trainer: { judging, epochsDone }, configuration }: Run): string {
  const { earlyStopping, epochs } = configuration;
  const { monitor, best } = judging!;
  return (
    `Stopped after ${epochsDone} of ${epochs} epochs: the validation ${monitor} has not been better for ${earlyStopping} ` +
    `than after epoch ${best!.epoch}.`
  );
}

/** Reports a run that is judged by its validation samples only: it may be tested later. */
export function finishUntested(run: Run): void {
  const { trainer, configuration } = run;
  const early = trainer.stoppedEarly ? ` ${earlyLine(run)}` : '';
  writeReport(run, {
    summary: `${trainer.epochsDone} epochs of ${configuration.rule}, judged by validation; not tested.${early}`,
  });
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
  { sections = [], ...found }: Pick<ReportData, 'summary' | 'confusion' | 'relaxation' | 'sections'>,
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
    lossLabel: lossLabel(configuration.network),
    sections: [
      ...sections,
      ...rateSections(metrics),
      ...energySections(metrics),
      ...measurementSections(measured),
      networkSection(configuration.network, learningOf(configuration)),
    ],
  });
  writeFileAtomic(files.report, html);
}
