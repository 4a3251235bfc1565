import { type DataSet, type LoadOptions, loadData } from '../../data/index.js';
import { RelaxonError } from '../../errors.js';
import { holdFolder } from '../files.js';
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
 * @param asked train up to this many epochs instead of the configured number
 * @throws {InputError} when the folder is no such folder, or in use, or its data are not those that the runs began with
 */
export async function reopenSeeds(
  directory: string,
  { load, epochs: asked }: { readonly load?: LoadOptions; readonly epochs?: number | undefined } = {},
): Promise<SeedRuns> {
  if (!holdsSeeds(directory)) readManifest(directory);
  const lock = holdFolder(directory);
  try {
    return { ...(await look(directory, load, asked)), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function look(
  directory: string,
  load: LoadOptions | undefined,
  asked: number | undefined,
): Promise<Omit<SeedRuns, 'lock'>> {
  const stored = readManifest(directory);
  const manifest = { ...stored, epochs: raisedEpochs(asked, stored.epochs) };
  refuseLinks(directory, manifest);
  const data = await loadData(manifest, load);
  refuseOtherData(directory, manifest, data);
  // Before any run goes on: whatever happens then, all are to have as many epochs.
  if (manifest.epochs !== stored.epochs) writeManifest(directory, manifest);
  const runs = manifest.seeds.map((seed) => lookAt(seedsFiles(directory).run(seed), seed, manifest, data));
  return { directory, rule: manifest.rule, runs };
}

function lookAt(directory: string, seed: number, { epochs }: SeedsManifest, data: DataSet): SeedRun {
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
