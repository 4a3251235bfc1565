import { existsSync } from 'node:fs';
import { refuse } from '../../errors.js';
import { readJsonLines, truncateJsonLines } from '../files.js';
import type { Trainer } from '../training/trainer.js';
import { runFiles } from './files.js';

/**
 * Drops what was written after a checkpoint: it comes again.
 * @param rows of metrics that the checkpoint stands on
 * @throws {InputError} when some of them are missing, or are of another run; then nothing is dropped
 */
export function dropAfter(directory: string, rows: number, { step, epochsDone }: Trainer): void {
  const { metrics, measurements, timings } = runFiles(directory);
  refuseOthers(metrics, rows, step);
  truncateJsonLines(metrics, (_, i) => i < rows);
  // What is measured at the checkpoint itself comes before the next minibatch, and so again.
  if (existsSync(measurements)) truncateJsonLines(measurements, (row) => Number(row.step) < step);
  if (existsSync(timings)) truncateJsonLines(timings, (row) => Number(row.epoch) <= epochsDone);
}

function refuseOthers(path: string, count: number, step: number): void {
  const rows = readJsonLines(path);
  const expected = `${count} rows up to step ${step}, as the checkpoint has it`;
  if (rows.length < count) refuse({ where: path, got: `${rows.length} rows`, expected });
  const late = rows.slice(0, count).findIndex((row) => !(Number(row.step) <= step));
  if (late >= 0) refuse({ where: `${path}:${late + 1}`, got: `step ${rows[late].step}`, expected });
}
