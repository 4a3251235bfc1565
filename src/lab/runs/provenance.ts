import { arch, cpus, platform, release } from 'node:os';
import { type DataSet, type Numbers, numbersIn } from '../../data/index.js';
import { type Backend, backendName } from '../../sim/batched/backend.js';
import { version } from '../version.js';
import type { GivenWeights } from '../weights/weights.js';
import type { RecordedChange } from './changes.js';
import { type GitState, gitState } from './git-state.js';

/** Where a run's numbers come from. */
export interface Provenance {
  readonly started: string;
  readonly command: readonly string[];
  readonly seed: number;
  readonly git: GitState | null;
  readonly versions: { readonly relaxon: string; readonly node: string; readonly backend: string };
  readonly backend: Backend | null;
  readonly machine: { readonly system: string; readonly processor: string; readonly cores: number };
  /** The weights that it began with, where they were given. */
  readonly params?: { readonly file: string; readonly sha256: string };
  readonly data: Pick<DataSet, 'name' | 'checksum' | 'verified' | 'source' | 'description'> & {
    /** The numbers that were learned from, before they were normalised; runs of earlier versions do not say. */
    readonly inputs?: Numbers;
  };
  /** What was changed when it went on, if anything. */
  readonly changes?: readonly RecordedChange[];
}

/** Collects the provenance of a run that starts now, in this folder. */
export function provenanceOf(
  data: DataSet,
  seed: number,
  backend: Backend | undefined,
  params?: GivenWeights,
): Provenance {
  return {
    started: new Date().toISOString(),
    command: process.argv.slice(2),
    seed,
    git: gitState(),
    versions: {
      relaxon: version,
      node: process.version,
      backend: nameOf(backend),
    },
    backend: backend ?? null,
    machine: {
      system: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    },
    ...(params && { params: { file: params.file, sha256: params.sha256! } }),
    data: {
      ...{ name: data.name, checksum: data.checksum, verified: data.verified, source: data.source },
      inputs: numbersIn(data.train),
      ...(data.description && { description: data.description }),
    },
  };
}

/**
 * The provenance of a run that goes on. The backend is asked for by name then; what was passed over when it was chosen
 * still was. Another machine may not have it: then another one goes on, and the provenance says which.
 */
export function goneOn(began: Provenance, backend: Backend | undefined): Provenance {
  const versions = { ...began.versions, backend: nameOf(backend) };
  if (!backend || backend.name !== began.backend?.name)
    return { ...began, versions, backend: backend ?? null };
  return {
    ...began,
    versions,
    backend: { ...backend, asked: began.backend.asked, passedOver: began.backend.passedOver },
  };
}

const nameOf = (backend: Backend | undefined) => (backend ? backendName(backend) : 'none (event engine)');
