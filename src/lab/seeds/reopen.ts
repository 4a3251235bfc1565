import { type DataSet, type LoadOptions, loadData } from '../../data/index.js';
import { RelaxonError, refuse } from '../../errors.js';
import { holdFolder } from '../files.js';
import type { Changes } from '../runs/changes.js';
import { stateInCheckpoint } from '../runs/checkpoint.js';
import { runFiles } from '../runs/files.js';
import { raisedEpochs, refuseOtherData } from '../runs/resume-checks.js';
import { readConfiguration } from '../runs/setup.js';
import { readStatus } from '../runs/status.js';
import { epochSize, samplesAfter } from '../training/epoch.js';
import { withValidation } from '../training/validation.js';
import {
  holdsSeeds,
  readManifest,
  refuseLinks,
  type SeedsManifest,
  seedsFiles,
  writeManifest,
} from './manifest.js';
import type { SeedRun, SeedRuns } from './seed-run.js';

/**
 * Looks at the runs in a folder of many, to go on with those that are not finished. A run that cannot be read
 * counts as one with nothing done: going on with it says what is wrong, and stops no other.
 * @param changes train up to this many epochs instead of the configured number; with this rate from where each run is
 * @throws {InputError} when the folder is no such folder, or in use, or its data are not those that the runs began with
 */
export async function reopenSeeds(
  directory: string,
  { load, ...changes }: Changes & { readonly load?: LoadOptions } = {},
): Promise<SeedRuns> {
  if (!holdsSeeds(directory)) readManifest(directory);
  const lock = holdFolder(directory);
  try {
    return { ...(await look(directory, load, changes)), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function look(
  directory: string,
  load: LoadOptions | undefined,
  { epochs: asked, learningRate }: Changes,
): Promise<Omit<SeedRuns, 'lock'>> {
  const stored = readManifest(directory);
  const rate = learningRate ?? stored.learningRate;
  const longer = { ...stored, epochs: raisedEpochs(asked, stored.epochs) };
  const manifest = rate === undefined ? longer : { ...longer, learningRate: rate };
  refuseLinks(directory, manifest);
  const data = await loadData(manifest, load);
  refuseOtherData(directory, manifest, data);
  const runs = manifest.seeds.map((seed) => lookAt(seedsFiles(directory).run(seed), seed, manifest, data));
  if (learningRate !== undefined) refuseIdleRate(learningRate, runs);
  // Before any run goes on: whatever happens then, all are to have as many epochs, and the same rate.
  if (manifest.epochs !== stored.epochs || rate !== stored.learningRate) writeManifest(directory, manifest);
  return { directory, rule: manifest.rule, runs };
}

/** @throws {InputError} on a rate that is none, or that some runs would have no minibatch for */
function refuseIdleRate(rate: number, runs: readonly SeedRun[]): void {
  const where = '--learning-rate';
  if (!(rate > 0 && rate < Infinity))
    refuse({ where, got: String(rate), expected: 'a finite number above 0' });
  const done = runs.filter(({ finished }) => finished).length;
  if (done === 0) return;
  const got = `${rate} with ${done} of ${runs.length} runs trained to the end`;
  refuse({
    where,
    got,
    expected: 'minibatches that are left to train in each',
    hint: 'more --epochs beside it',
  });
}

function lookAt(
  directory: string,
  seed: number,
  { epochs, learningRate }: SeedsManifest,
  data: DataSet,
): SeedRun {
  const configuration = orUndefined(() => readConfiguration(directory));
  if (!configuration) return { seed, directory, samples: 0, total: 0, finished: false };
  const { batchSize, limitTrainBatches } = configuration;
  // Someone may have gone on with this run alone, and further.
  const goal = Math.max(epochs, configuration.epochs);
  const { train } = withValidation(data, configuration);
  const size = epochSize(train.count, batchSize, limitTrainBatches);
  const status = orUndefined(() => readStatus(directory));
  const finished = status?.state === 'finished' && (status.epochs >= goal || status.stoppedEarly === true);
  const step = orUndefined(() => stateInCheckpoint(runFiles(directory).checkpoint).step) ?? 0;
  return {
    seed,
    directory,
    samples: samplesAfter(step, batchSize, size),
    total: goal * size.samples,
    finished,
    ...(goal > configuration.epochs ? { epochs: goal } : {}),
    learningRate,
  };
}

function orUndefined<R>(read: () => R): R | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RelaxonError) return undefined;
    throw error;
  }
}
