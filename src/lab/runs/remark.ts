import type { JsonRow } from '../files.js';

/**
 * What is to be said of a run that has trained to its end, and yet not learned: its test loss, or the validation loss of one
 * that is judged by that, is above that of the network before training. Undefined where there is nothing to say.
 * @param rows one for each epoch, that of the untrained network first
 */
export function remarkOn(rows: readonly JsonRow[], learningRate: number): string | undefined {
  const split = rows.some((row) => 'validation/loss' in row) ? 'validation' : 'test';
  const [before, after] = [rows.at(0), rows.at(-1)].map((row) => Number(row?.[`${split}/loss`]));
  if (!(after > before)) return undefined;
  const losses = `the ${split} loss, ${after.toPrecision(4)}, is above that before training, ${before.toPrecision(4)}`;
  return `${losses}. Try a learning rate below ${learningRate}.`;
}
