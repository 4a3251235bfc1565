import { join } from 'node:path';
import type { Lock } from '../../system/lock.js';
import { beginFolder, writeFileAtomic } from '../files.js';
import { runFiles } from '../runs/files.js';
import { writeJson } from '../runs/first-files.js';
import type { Provenance } from '../runs/provenance.js';
import type { StreamConfiguration } from './configuration.js';

/** The files of a training on a stream: those of a run, and its pictures. */
export const streamFiles = (out: string) => ({
  ...runFiles(out),
  parameters: join(out, 'parameters.safetensors'),
  accuracy: join(out, 'accuracy.svg'),
  raster: join(out, 'raster.svg'),
});

/** What a training on a stream was asked for, and where it comes from. */
export interface StreamRecord {
  readonly configuration: StreamConfiguration;
  readonly provenance: Provenance;
}

/**
 * Claims a new folder for a training on a stream, with what was asked for in it.
 * @throws {InputError} when it is in use, holds something, or cannot be made
 */
export function claimStream(out: string, record?: StreamRecord): Lock {
  return beginFolder(out, (folder) => {
    const files = streamFiles(folder);
    if (record) {
      writeJson(files.configuration, record.configuration);
      writeJson(files.provenance, record.provenance);
    }
    writeFileAtomic(files.metrics, '');
  });
}
