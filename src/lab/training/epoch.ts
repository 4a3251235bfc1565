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
