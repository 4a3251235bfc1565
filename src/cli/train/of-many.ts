import { train } from '../../lab/runs/run.js';
import { resumedRun } from '../../lab/runs/setup.js';
import type { Parent } from '../../lab/seeds/parent.js';
import type { TrainOptions } from './options.js';

/** Trains one run of many: its parent shows how far it is and what comes of it, so nothing is printed here. */
export async function trainOneOfMany(
  { resume = '', epochs, learningRate }: TrainOptions,
  { progress }: Parent,
  signal: AbortSignal,
): Promise<void> {
  const run = await resumedRun(resume, { load: { signal }, epochs, learningRate });
  try {
    await train(run, progress, signal);
  } finally {
    progress.stop();
  }
}
