import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Child, ChildOptions } from './children/child.js';

/** The environment variable that names a Python of one's own. */
export const PYTHON_VARIABLE = 'RELAXON_PYTHON';

/** The first Python that has all these modules, of RELAXON_PYTHON, the system's, and the one on the path. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const candidates = [process.env[PYTHON_VARIABLE], '/usr/bin/python3', 'python3'];
  return candidates.find((python) => python !== undefined && hasModules(python, modules));
}

/** Why a peer does not run here. */
export function withoutModule(module: string, packages: string): string {
  return `no Python with ${module} (apt install ${packages}, or set ${PYTHON_VARIABLE})`;
}

/** How to start a script of `peers`. */
export function peerScript(python: string, name: string): ChildOptions {
  const args = [fileURLToPath(new URL(`peers/${name}`, import.meta.url))];
  // Brian2 prints warnings of libraries that it does not need; no compiled files are left beside the scripts.
  return { command: python, args, env: { PYTHONWARNINGS: 'ignore', PYTHONDONTWRITEBYTECODE: '1' } };
}

/** What a peer says about itself, on one line. */
export function infoText(info: Readonly<Record<string, unknown>>): string {
  return Object.entries(info)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** A started peer. */
export type Peer = Awaited<ReturnType<typeof Child.start>>;

function hasModules(python: string, modules: readonly string[]): boolean {
  const finding =
    'import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in sys.argv[1:]))';
  return spawnSync(python, ['-c', finding, ...modules], { stdio: 'ignore' }).status === 0;
}
