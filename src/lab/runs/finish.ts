import { readJsonLines, writeFileAtomic } from '../files.js';
import { type MetricRow, report } from '../report/index.js';
import { type Evaluation, evaluate } from '../training/evaluate.js';
import { runFiles } from './files.js';
import { writeJson } from './first-files.js';
import { relaxationCurves } from './relaxation-curves.js';
import type { Run } from './setup.js';
import { configurationTable, provenanceTable } from './tables.js';

/** Evaluates the trained network and writes what people look at: evaluation, relaxation curves, report. */
export function finish(run: Run): Evaluation {
  const { simulator, examples, configuration, directory, provenance } = run;
  const files = runFiles(directory);
  const evaluation = evaluate(simulator, examples, configuration.limitTestSamples);
  const relaxation = relaxationCurves(simulator, examples, configuration);
  writeJson(files.evaluation, evaluation);
  if (relaxation) writeJson(files.relaxation, relaxation);
  const html = report({
    title: `${configuration.rule} on ${configuration.data}, seed ${configuration.seed}`,
    summary:
      `After ${configuration.epochs} epochs of ${configuration.rule} the network is right on ` +
      `${(100 * evaluation.accuracy).toFixed(2)} % of ${evaluation.samples} test images of ${configuration.data}.`,
    runs: [{ name: configuration.rule, metrics: epochRows(files.metrics) }],
    confusion: {
      labels: evaluation.confusion.map((_, label) => String(label)),
      counts: evaluation.confusion,
    },
    ...(relaxation ? { relaxation } : {}),
    configuration: configurationTable(configuration),
    provenance: provenanceTable(provenance),
  });
  writeFileAtomic(files.report, html);
  return evaluation;
}

/** The rows of metrics that end an epoch. */
export function epochRows(path: string): MetricRow[] {
  return readJsonLines(path).filter(({ kind }) => kind === 'epoch') as MetricRow[];
}
