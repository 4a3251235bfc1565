import type { Section } from '../report/index.js';
import type { Evaluation } from '../training/evaluate.js';
import type { FurtherEvaluations } from './kept-weights.js';

/** Weights beside those of the last epoch, and how they do on the test samples; no section where there are none. */
export function keptSections(last: Evaluation, { best, average }: FurtherEvaluations): Section[] {
  if (!best && !average) return [];
  const row = (name: string, { accuracy, loss }: Evaluation) => [
    name,
    Number(loss.toPrecision(4)),
    ...(last.accuracy === undefined ? [] : [Number((100 * (accuracy ?? 0)).toFixed(2))]),
  ];
  const columns = ['weights', 'test loss', ...(last.accuracy === undefined ? [] : ['test accuracy (%)'])];
  const rows = [
    row('last epoch', last),
    ...(best ? [row(`best epoch by validation ${best.monitor}: ${best.epoch}`, best)] : []),
    ...(average ? [row(`average (${average.name})`, average)] : []),
  ];
  const text =
    'The test samples are looked at at the end, once by each; none of these was chosen by them. ' +
    'best.safetensors and average.safetensors have the weights.';
  return [{ title: 'Weights that were kept', text, table: { columns, rows } }];
}

/** The same in lines for a terminal. */
export function keptLines({ best, average }: FurtherEvaluations): string[] {
  const said = ({ accuracy, loss }: Evaluation) =>
    accuracy === undefined ? `loss ${loss.toFixed(4)}` : `accuracy ${accuracy.toFixed(4)}`;
  return [
    ...(best ? [`best by validation ${best.monitor}: epoch ${best.epoch}, test ${said(best)}`] : []),
    ...(average ? [`average of the weights (${average.name}): test ${said(average)}`] : []),
  ];
}
