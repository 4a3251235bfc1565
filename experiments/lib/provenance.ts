import { cpus, platform, release } from 'node:os';
import { version } from '../../src/lab/version.js';
import type { Trained } from './trainings.js';

/** Where the numbers come from; the only part of a result that differs from time to time. */
export interface Provenance {
  readonly date: string;
  /** From the beginning to the end of this command. */
  readonly seconds: number;
  /** Of all trainings together, those of earlier commands included. */
  readonly trainingSeconds: number;
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly versions: { readonly relaxon: string; readonly node: string; readonly backend: string };
}

/** The provenance of trainings, by a command that took `seconds`. */
export function provenanceOf(trained: readonly Trained[], seconds: number): Provenance {
  return {
    date: new Date().toISOString().slice(0, 10),
    seconds,
    trainingSeconds: trained.reduce((sum, training) => sum + training.seconds, 0),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    system: `${platform()} ${release()}`,
    versions: {
      relaxon: version,
      node: process.version,
      backend: [...new Set(trained.map(({ backend }) => backend))].join(', ') || 'none',
    },
  };
}
