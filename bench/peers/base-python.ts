import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../src/errors.js';

/** The versions of Python that the pinned packages have wheels for, best first. */
const versions = ['3.13', '3.12', '3.11'];

/**
 * The Python that environments are made by: the one asked for, or else the newest here that the peers' packages have wheels for,
 * on the path or among pyenv's.
 * @throws {RelaxonError} when it does not start or has no venv
 */
export function basePython(asked: string | undefined): string {
  const known = versions.flatMap((version) => [`python${version}`, ...ofPyenv(version)]);
  const candidates = asked === undefined ? [...known, 'python3'] : [asked];
  const found = candidates.find(hasVenv);
  if (found !== undefined) return found;
  return fail({
    where: 'bench:peers --python',
    got: `none that starts and has venv of ${candidates.join(', ')}`,
    expected: `Python ${versions.join(' or ')}`,
    hint: 'apt install python3-venv, or --python PATH',
  });
}

function ofPyenv(version: string): string[] {
  const folder = join(process.env.PYENV_ROOT || join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${version}.`))
    .map((name) => join(folder, name, 'bin', 'python3'));
}

const hasVenv = (python: string): boolean =>
  spawnSync(python, ['-c', 'import ensurepip, venv'], { stdio: 'ignore' }).status === 0;
