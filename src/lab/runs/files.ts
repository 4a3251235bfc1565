import { join } from 'node:path';

/** The files of a run directory. */
export function runFiles(directory: string) {
  return {
    configuration: join(directory, 'config.json'),
    provenance: join(directory, 'provenance.json'),
    status: join(directory, 'status.json'),
    /** One row per interval and per epoch; the same for the same configuration, to the byte. */
    metrics: join(directory, 'metrics.jsonl'),
    /** What was measured on the way, if anything; the same for the same configuration, too. */
    measurements: join(directory, 'measurements.jsonl'),
    /** Mean and deviation of each channel that inputs are normalised by, if they are; a network that learned so needs them. */
    normalisation: join(directory, 'normalisation.json'),
    /** Seconds per epoch: kept apart, for no two runs have the same. */
    timings: join(directory, 'timings.jsonl'),
    checkpoint: join(directory, 'checkpoint.safetensors'),
    /** The weights of the best epoch by the validation samples, where there are any. */
    best: join(directory, 'best.safetensors'),
    /** The average of the weights, where one was asked for. */
    average: join(directory, 'average.safetensors'),
    evaluation: join(directory, 'evaluation.json'),
    relaxation: join(directory, 'relaxation.json'),
    report: join(directory, 'report.html'),
  } as const;
}
