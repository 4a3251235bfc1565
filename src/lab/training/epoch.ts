import type { DataSet } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Configuration } from '../configuration.js';
import type { Examples } from './examples.js';

/** How much an epoch is. */
export interface EpochSize {
  readonly batches: number;
  readonly samples: number;
}

/** The size of an epoch over `count` samples; the last minibatch may be smaller. */
export function epochSize(count: number, batchSize: number, limit: number | null): EpochSize {
  const batches = Math.min(Math.ceil(count / batchSize), limit ?? Infinity);
  return { batches, samples: Math.min(count, batches * batchSize) };
}

/** Samples seen after so many minibatches, over all epochs. */
export function samplesAfter(step: number, batchSize: number, { batches, samples }: EpochSize): number {
  const inEpoch = Math.min((step % batches) * batchSize, samples);
  return Math.floor(step / batches) * samples + inEpoch;
}

/**
 * A configuration whose minibatches have no more samples than there are, where their size is the default; and what is to be said of it.
 */
export function withFittingBatch(
  configuration: Configuration,
  { train, name }: DataSet,
): { readonly configuration: Configuration; readonly notes: readonly string[] } {
  const { batchSize } = configuration;
  if (batchSize <= train.count) return { configuration, notes: [] };
  const note = `batch size ${batchSize} lowered to the ${train.count} training samples of ${name}`;
  return { configuration: { ...configuration, batchSize: train.count }, notes: [note] };
}

/** @throws {InputError} on minibatches of more samples than there are */
export function refuseLargeBatch(
  { batchSize }: Configuration,
  { data }: Examples,
  where = 'batchSize',
): void {
  const { count } = data.train;
  if (batchSize <= count) return;
  refuse({
    where,
    got: String(batchSize),
    expected: `at most the ${count} training samples of ${data.name}`,
  });
}
