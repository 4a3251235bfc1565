import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, removeOld } from '../../scripts/bundle.js';

const kept = 3_600_000;

/** What a process begins with, and what ./here.ts loads. */
const entries = ['main.ts', 'run.ts'];

/**
 * Bundles the sources once for all test files: a command then starts in a third of the time, and a test file runs all
 * its commands from one state of the sources. What `npm run build` makes is tried by scripts/check-package.sh.
 * @returns the entry point of the command line
 */
export function builtCommandLine(root: string): string {
  const cache = join(root, 'node_modules', '.cache', 'relaxon-cli');
  const built = join(cache, digest(join(root, 'src')));
  const main = join(built, 'dist', 'cli', 'main.js');
  if (existsSync(main)) return main;
  mkdirSync(cache, { recursive: true });
  removeOld(cache, kept);
  const part = join(cache, `part-${process.pid}`);
  bundle(root, part, {
    entryPoints: entries.map((file) => join(root, 'src', 'cli', file)),
    splitting: true,
    outbase: join(root, 'src'),
    outdir: join(part, 'dist'),
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'linked',
  });
  try {
    renameSync(part, built);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(main)) throw error;
    rmSync(part, { recursive: true });
  }
  return main;
}

function digest(folder: string): string {
  const hash = createHash('sha256').update(entries.join());
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(`${name}\n`).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}
