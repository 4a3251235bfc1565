import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, release } from 'node:os';
import type { DataSet } from '../../data/index.js';
import type { Backend } from '../../sim/batched/backend.js';
import { version } from '../version.js';

/** Where a run's numbers come from. */
export interface Provenance {
  readonly started: string;
  readonly command: readonly string[];
  readonly seed: number;
  readonly git: { readonly commit: string; readonly changed: boolean } | null;
  readonly versions: { readonly relaxon: string; readonly node: string; readonly backend: string };
  readonly backend: Backend | null;
  readonly machine: { readonly system: string; readonly processor: string; readonly cores: number };
  readonly data: Pick<DataSet, 'name' | 'checksum' | 'verified' | 'source'>;
}

/** Collects the provenance of a run that starts now, in this folder. */
export function provenanceOf(data: DataSet, seed: number, backend: Backend | undefined): Provenance {
  return {
    started: new Date().toISOString(),
    command: process.argv.slice(2),
    seed,
    git: gitState(),
    versions: {
      relaxon: version,
      node: process.version,
      backend: backend ? `${backend.name} ${backend.version}` : 'none (event engine)',
    },
    backend: backend ?? null,
    machine: {
      system: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    },
    data: { name: data.name, checksum: data.checksum, verified: data.verified, source: data.source },
  };
}

function gitState(): Provenance['git'] {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return { commit: git('rev-parse', 'HEAD'), changed: git('status', '--porcelain') !== '' };
  } catch {
    return null;
  }
}
