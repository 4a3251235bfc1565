import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { version } from '../src/lab/version.js';
import { startBackend } from '../src/sim/batched/backend.js';
import { pythonWith } from './python.js';

/** Where the numbers come from. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Over 1, 5 and 15 minutes, before anything was measured. */
  readonly loadBefore: readonly number[];
}

/** What ran; null where it is not installed. */
export type Versions = Readonly<Record<string, string | null>>;

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

/** Versions of what is measured, and of what it is measured with. */
export async function findVersions(): Promise<Versions> {
  const backend = await startBackend();
  return {
    relaxon: version,
    node: process.version,
    backend: `${backend.name} ${backend.version}`,
    rxjs: packageVersion('rxjs'),
    ...pythonVersions(),
  };
}

function packageVersion(name: string): string {
  const text = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function pythonVersions(): Versions {
  const torch = moduleVersion('torch');
  const brian2 = moduleVersion('brian2');
  return {
    python: torch?.python ?? brian2?.python ?? null,
    torch: torch?.module ?? null,
    brian2: brian2?.module ?? null,
  };
}

function moduleVersion(module: string): { python: string; module: string } | undefined {
  const python = pythonWith(module);
  if (!python) return undefined;
  // The packages' own records: importing them takes seconds. Debian's torch has none, and is imported.
  const finding = `import importlib, importlib.metadata as m, platform
try: found = m.version(${JSON.stringify(module)})
except m.PackageNotFoundError: found = importlib.import_module(${JSON.stringify(module)}).__version__
print(platform.python_version(), found)`;
  const { stdout, status } = spawnSync(python, ['-W', 'ignore', '-c', finding], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [version, found] = stdout.trim().split(' ');
  return { python: version, module: found };
}
