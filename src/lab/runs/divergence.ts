import { RelaxonError } from '../../errors.js';
import type { JsonLines } from '../files.js';
import type { Diverged } from '../training/finite.js';
import type { Run } from './setup.js';

/** Writes down that, when and why a run diverged, with a report of what there is. */
export async function recordDivergence(
  run: Run,
  metrics: JsonLines,
  { moment, reason }: Diverged,
): Promise<void> {
  const { step, epoch } = moment;
  try {
    metrics.append({ kind: 'divergence', step, epoch, reason });
    const { reportDivergence } = await import('./finish.js');
    reportDivergence(run, { step, epoch, reason });
  } catch (error) {
    // What stops the run is that it diverged, even where that cannot be written.
    if (!(error instanceof RelaxonError)) throw error;
  }
}
