import type { ClassScore } from '../../lab/judging/classes.js';
import { table } from '../output.js';
import { type EvaluationRecord, judgedBy } from './evaluate.js';

/** More classes than fit on a screen are left to --json and --out, by this many. */
const mostShown = 40;

/** What a person is told of an evaluation. */
export function linesOf(record: EvaluationRecord, out: string | undefined): string[] {
  const { loss, accuracy, regression, calibration } = record;
  return [
    `on ${judgedBy(record)}, engine ${record.engine}`,
    `loss ${loss.toFixed(6)}${accuracy === undefined ? '' : `, accuracy ${accuracy.toFixed(4)}`}`,
    ...classLines(record),
    ...(calibration
      ? [
          `calibration: expected error ${calibration.ece.toFixed(4)}, largest ${calibration.mce.toFixed(4)}, confidence from ` +
            (calibration.confidence === 'softmax' ? 'softmax' : 'outputs within [0, 1]'),
        ]
      : []),
    ...(regression ? regressionLines(regression) : []),
    ...(out === undefined ? [] : [`report ${out}/report.html`]),
  ];
}

function classLines({ classes, averages, confusion }: EvaluationRecord): string[] {
  if (!classes || !averages || !confusion) return [];
  const row = ({ name, precision, recall, f1, support }: ClassScore) => [
    name,
    ...[precision, recall, f1].map((share) => share.toFixed(4)),
    support,
  ];
  const shown = classes.length > mostShown ? [] : classes;
  const rows = [
    ['class', 'precision', 'recall', 'f1', 'support'],
    ...shown.map(row),
    row({ name: 'macro', ...averages.macro }),
    row({ name: 'weighted', ...averages.weighted }),
  ];
  return [
    ...table(rows),
    ...(shown.length < classes.length
      ? [`(${classes.length} classes: --json or --out for each of them)`]
      : ['confusion, a row for each true class:', ...table(confusionRows(classes, confusion))]),
  ];
}

const confusionRows = (
  classes: readonly ClassScore[],
  confusion: readonly (readonly number[])[],
): (string | number)[][] => [
  ['', ...classes.map(({ name }) => name)],
  ...confusion.map((row, label) => [classes[label].name, ...row]),
];

function regressionLines({ targets, ...mean }: Required<EvaluationRecord>['regression']): string[] {
  const row = (name: string, { mse, mae, r2 }: typeof mean) => [
    name,
    mse.toPrecision(6),
    mae.toPrecision(6),
    r2?.toFixed(6) ?? '-',
  ];
  return table([
    ['target', 'mse', 'mae', 'r2'],
    ...targets.map((one) => row(one.name, one)),
    ...(targets.length > 1 ? [row('mean', mean)] : []),
  ]);
}
