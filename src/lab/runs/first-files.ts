import type { Normalisation } from '../../data/index.js';
import type { Configuration } from '../configuration.js';
import { writeFileAtomic } from '../files.js';
import { refuseNonFiniteParameters } from '../training/finite.js';
import { type Checkpoint, writeCheckpoint } from './checkpoint.js';
import { runFiles } from './files.js';
import type { Provenance } from './provenance.js';

/**
 * Writes what a run directory holds before training begins.
 * @throws {RelaxonError} when an initial parameter is not finite
 */
export function writeFirstFiles(
  directory: string,
  configuration: Configuration,
  provenance: Provenance,
  { parameters, state, states }: Omit<Checkpoint, 'rows' | 'traces'>,
  normalisation?: Normalisation,
): void {
  const { learningRate } = configuration;
  const files = runFiles(directory);
  writeJson(files.configuration, configuration);
  writeJson(files.provenance, provenance);
  if (normalisation) writeJson(files.normalisation, normalisation);
  writeFileAtomic(files.metrics, '');
  refuseNonFiniteParameters(parameters, { step: 0, epoch: 0, learningRate });
  writeCheckpoint(files.checkpoint, { parameters, traces: {}, state, rows: 0, states });
}

/** Writes a value as indented JSON, atomically. */
export function writeJson(path: string, value: unknown): void {
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}
