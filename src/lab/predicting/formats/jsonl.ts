import type { Activities } from '../../../sim/simulator.js';
import { type PredictionFormat, type Predictions, rowOf } from '../predictions.js';

/** JSON Lines, an object for each sample. */
export const jsonl: PredictionFormat = {
  about: 'JSON Lines',
  encode: (predictions) =>
    Array.from(
      { length: predictions.samples },
      (_, row) => `${JSON.stringify(objectOf(predictions, row))}\n`,
    ).join(''),
};

function objectOf({ outputs, probabilities, classes, names, activities }: Predictions, row: number): object {
  const [first, ...others] = Object.values(outputs);
  const all = (set: Activities) =>
    Object.fromEntries(Object.entries(set).map(([node, values]) => [node, rowOf(values, row)]));
  return {
    ...(classes && { class: names?.[classes[row]] ?? classes[row] }),
    ...(probabilities && { probabilities: rowOf(probabilities, row) }),
    outputs: others.length > 0 ? all(outputs) : rowOf(first, row),
    ...(activities && { activities: all(activities) }),
  };
}
