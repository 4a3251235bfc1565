import papaparse from 'papaparse';
import type { Values } from '../../../network/parameters.js';
import { type PredictionFormat, type Predictions, rowOf } from '../predictions.js';

/** Comma-separated values, a line for each sample: class, probabilities, outputs, activities. */
export const csv: PredictionFormat = {
  about: 'CSV',
  encode: (predictions) => {
    const columns = columnsOf(predictions);
    const rows = Array.from({ length: predictions.samples }, (_, row) => [
      ...classOf(predictions, row),
      ...columns.flatMap(({ values }) => rowOf(values, row)),
    ]);
    const heads = columns.flatMap(({ heads }) => heads);
    const first = predictions.classes ? ['class', ...heads] : heads;
    return `${papaparse.unparse([first, ...rows], { newline: '\n' })}\n`;
  },
};

const classOf = ({ classes, names }: Predictions, row: number) =>
  classes ? [names?.[classes[row]] ?? classes[row]] : [];

interface Columns {
  readonly heads: readonly string[];
  readonly values: Values;
}

function columnsOf({ outputs, probabilities, activities = {}, names, classes }: Predictions): Columns[] {
  const several = Object.keys(outputs).length > 1;
  const of = (prefix: string, values: Values, called?: readonly string[]): Columns => ({
    heads: Array.from({ length: values.shape[1] }, (_, k) => `${prefix}${called?.[k] ?? k}`),
    values,
  });
  // Numbers of a target stand under its own names.
  const plain = names && !classes && !several;
  return [
    ...(probabilities ? [of('probability.', probabilities, names)] : []),
    ...Object.entries(outputs).map(([node, values]) =>
      of(plain ? '' : several ? `output.${node}.` : 'output.', values, names),
    ),
    ...Object.entries(activities).map(([node, values]) => of(`${node}.`, values)),
  ];
}
