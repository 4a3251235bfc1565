import { confusion } from '../plots/confusion.js';
import { reliability } from '../plots/reliability.js';
import { report, type Section, type Setting } from '../report/index.js';
import type { Calibration } from './calibration.js';
import type { ClassScore } from './classes.js';
import type { Judgement } from './judge.js';
import type { Regression } from './regression.js';

/** What a page says beside the judgement. */
export interface PageHead {
  readonly title: string;
  /** What it was judged by: `10000 test samples of mnist`. */
  readonly judgedBy: string;
  readonly configuration: Readonly<Record<string, Setting>>;
  readonly provenance: Readonly<Record<string, Setting>>;
}

/** The figures of a judgement, by name. */
export function figuresOf(judgement: Judgement, judgedBy: string): Readonly<Record<string, string>> {
  const { confusion: counts, classes = [], calibration } = judgement;
  const labels = classes.map(({ name }) => name);
  return {
    ...(counts && { confusion: confusion({ title: `Confusion on ${judgedBy}`, labels, counts }) }),
    ...(calibration && { reliability: reliabilityFigure(calibration, judgedBy) }),
  };
}

function reliabilityFigure({ confidence, ece, bins }: Calibration, judgedBy: string): string {
  return reliability({
    title: `Reliability on ${judgedBy}`,
    bins,
    x:
      confidence === 'softmax'
        ? 'confidence: largest probability'
        : 'confidence: largest output, within [0, 1]',
    caption: `Expected calibration error ${ece.toFixed(4)}: the mean distance of bars from marks, over samples.`,
  });
}

/** A judgement as a page of its own. */
export function pageOf(judgement: Judgement, head: PageHead): string {
  const { title, judgedBy, configuration, provenance } = head;
  const figures = figuresOf(judgement, judgedBy);
  const { classes, calibration, regression } = judgement;
  return report({
    ...{ title, configuration, provenance, runs: [] },
    summary: summaryOf(judgement, judgedBy),
    sections: [
      ...(classes ? [classSection(classes, judgement.averages!, figures)] : []),
      ...(calibration ? [calibrationSection(calibration, figures)] : []),
      ...(regression ? [regressionSection(regression)] : []),
    ],
  });
}

function summaryOf({ accuracy, loss, regression }: Judgement, judgedBy: string): string {
  if (accuracy !== undefined)
    return `The network is right on ${(100 * accuracy).toFixed(2)} % of ${judgedBy}; its loss is ${loss.toPrecision(4)}.`;
  const { mse = Number.NaN, r2 = null } = regression ?? {};
  const explained = r2 === null ? '' : `, R² is ${r2.toFixed(4)}`;
  return `The mean squared error of the network is ${mse.toPrecision(4)} on ${judgedBy}${explained}.`;
}

const columns = ['class', 'precision', 'recall', 'F1', 'support'];

function classSection(
  classes: readonly ClassScore[],
  { macro, weighted }: Required<Judgement>['averages'],
  { confusion: figure }: Readonly<Record<string, string>>,
): Section {
  const row = ({ name, precision, recall, f1, support }: ClassScore) => [
    name,
    ...[precision, recall, f1].map((share) => share.toFixed(4)),
    support,
  ];
  const rows = [
    ...classes.map(row),
    row({ name: 'macro average', ...macro }),
    row({ name: 'weighted average', ...weighted }),
  ];
  return { title: 'Classes', figures: [figure], table: { columns, rows } };
}

const meaning = {
  softmax: 'Confidence is the largest softmax probability.',
  output:
    'The outputs are no probabilities: confidence is the largest output, brought into [0, 1]. Outputs that learn one-hot ' +
    'targets by squared errors estimate the probability of each class.',
} as const;

function calibrationSection(
  { confidence, ece, mce, bins }: Calibration,
  { reliability: figure }: Readonly<Record<string, string>>,
): Section {
  return {
    title: 'Calibration',
    text:
      `${meaning[confidence]} The expected calibration error is ${ece.toFixed(4)}, the largest error of a bin ` +
      `${mce.toFixed(4)}.`,
    figures: [figure],
    table: {
      columns: ['confidence above', 'up to', 'samples', 'mean confidence', 'share of right answers'],
      rows: bins.map((bin) => [
        ...[bin.from, bin.to].map((edge) => Number(edge.toFixed(4))),
        bin.samples,
        ...[bin.confidence, bin.accuracy].map((share) => share?.toFixed(4) ?? null),
      ]),
    },
  };
}

function regressionSection({ mse, mae, r2, targets }: Regression): Section {
  const row = (name: string, one: Omit<Regression, 'targets'>) => [
    name,
    one.mse.toPrecision(6),
    one.mae.toPrecision(6),
    one.r2?.toFixed(6) ?? null,
  ];
  return {
    title: 'Errors',
    text: 'R² is 1 - squared error / squared deviation of the targets from their mean; there is none where these never change.',
    table: {
      columns: ['target', 'mean squared error', 'mean absolute error', 'R²'],
      rows: [
        ...targets.map((one) => row(one.name, one)),
        ...(targets.length > 1 ? [row('mean', { mse, mae, r2 })] : []),
      ],
    },
  };
}
