import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../src/errors.js';
import { checkBinding } from './check.js';
import { compileBinding, findCompiler, findHeaders } from './compile.js';
import { wheelOf } from './layout.js';
import { run } from './run.js';
import { findLibrary, type SourceOptions } from './source.js';
import type { Say } from './step.js';

/** What the command is told. */
export interface InstallOptions extends SourceOptions {
  readonly nodedir?: string;
}

const where = 'tfjs-node';
const name = '@tensorflow/tfjs-node';

/**
 * Makes the native backend work in a project: nothing is touched where it works already. What is missing is found out before
 * anything is changed, and what fails leaves the packages as they were.
 * @throws {RelaxonError}
 */
export function install(root: string, options: InstallOptions, say: Say): void {
  const before = checkBinding(root);
  if (before.ok) {
    say(`works already: tfjs-node ${before.out}`);
    return;
  }
  requirePlatform();
  const compiler = findCompiler();
  const library = findLibrary(options, say);
  const headers = findHeaders(options.nodedir, say);
  const home = join(root, 'node_modules', name);
  const there = existsSync(home);
  try {
    if (!there) addPackage(root, say);
    say(`building the binding with ${compiler}`);
    compileBinding(realpathSync(home), library, compiler, headers.include);
    const { ok, out, reason } = checkBinding(root);
    if (!ok)
      fail({
        where,
        got: reason,
        expected: 'a product of two matrices',
        hint: '--libtensorflow DIR with another one',
      });
    say(`works: tfjs-node ${out}`);
  } catch (error) {
    if (!there) removePackage(root, home);
    throw error;
  } finally {
    headers.done();
  }
}

function requirePlatform(): void {
  if (wheelOf(process.platform, process.arch)) return;
  fail({
    where,
    got: `${process.platform} on ${process.arch}`,
    expected: 'Linux on x64 or arm64',
    hint: `npm install ${name}, which has binaries for some others; the wasm backend works everywhere`,
  });
}

function addPackage(root: string, say: Say): void {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', '@tensorflow', 'tfjs-core', 'package.json'), 'utf8'),
  ) as { version: string };
  say(`installing ${name} ${version} without its install script`);
  const how = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { ok, reason } = run('npm', ['install', ...how, `${name}@${version}`], { cwd: root });
  if (!ok)
    fail({
      where,
      got: reason,
      expected: `${name} from the package registry`,
      hint: 'npm config get registry',
    });
}

function removePackage(root: string, home: string): void {
  rmSync(home, { recursive: true, force: true });
  // What came with it.
  run('npm', ['prune', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
}
