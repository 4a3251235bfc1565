import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { version } from '../src/lab/version.js';
import type { BenchBackend } from './batched/backends.js';
import { type PeerName, peers } from './peers/list.js';
import { findPeer } from './python.js';

/** Where the numbers come from. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Over 1, 5 and 15 minutes, before anything was measured. */
  readonly loadBefore: readonly number[];
}

/** What ran. */
export type Versions = Readonly<Record<string, string>>;

/** What it was measured against, by name: its title, version, Python and more; where it cannot be used, why not. */
export type Peers = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** Describes this machine. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

/** Versions of what is measured. */
export function findVersions(backends: readonly BenchBackend[]): Versions {
  return {
    relaxon: version,
    node: process.version,
    backend: backends.map(({ name, version }) => `${name} ${version}`).join(', '),
    rxjs: packageVersion('rxjs'),
  };
}

/** What peers say about themselves, or why they cannot be used here. */
export function describePeers(names: readonly PeerName[]): Peers {
  return Object.fromEntries(
    names.map((name) => {
      const found = findPeer(name);
      const of = { title: peers[name].title };
      return [
        name,
        'reason' in found ? { ...of, version: null, reason: found.reason } : { ...of, ...found.info },
      ];
    }),
  );
}

function packageVersion(name: string): string {
  const text = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
