import type { JsonLines } from '../files.js';
import { refuseNonFiniteParameters } from '../training/finite.js';
import { writeCheckpoint } from './checkpoint.js';
import { runFiles } from './files.js';
import type { Measuring } from './measuring.js';
import type { Run } from './setup.js';

/** Where a run writes as it goes. */
export interface Writing {
  readonly metrics: JsonLines;
  readonly timings: JsonLines;
  readonly measuring: Measuring | undefined;
}

/**
 * Writes a checkpoint of the run as it stands, once the rows that it stands on are on the disk.
 * @throws {RelaxonError} when a parameter is not finite, or another process has taken the directory over
 */
export async function saveCheckpoint(
  { directory, simulator, trainer, lock }: Run,
  { metrics, measuring }: Writing,
): Promise<void> {
  const parameters = await simulator.parameters();
  const { traces } = await simulator.optimiserState();
  refuseNonFiniteParameters({ ...parameters, ...traces }, trainer.moment);
  metrics.flush();
  measuring?.rows.flush();
  lock.assertHeld();
  const state = trainer.state();
  const { states, average } = trainer;
  const rows = metrics.count;
  writeCheckpoint(runFiles(directory).checkpoint, { parameters, traces, state, rows, states, average });
}
