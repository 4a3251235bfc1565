import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const kept = 3_600_000;

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
  removeOld(cache);
  const part = join(cache, `part-${process.pid}`);
  bundle(root, join(part, 'dist'));
  copyFileSync(join(root, 'package.json'), join(part, 'package.json'));
  try {
    renameSync(part, built);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(main)) throw error;
    rmSync(part, { recursive: true });
  }
  return main;
}

// Everything in few files but for tfjs, whose backends find each other and their binaries by themselves.
function bundle(root: string, out: string): void {
  buildSync({
    entryPoints: [join(root, 'src', 'cli', 'main.ts')],
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    external: ['@tensorflow/*'],
    // Some libraries are CommonJS inside.
    banner: { js: "import { createRequire as of } from 'node:module'; const require = of(import.meta.url);" },
    outbase: join(root, 'src'),
    outdir: out,
    // As far from package.json as the sources are.
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'linked',
  });
}

function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(`${name}\n`).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

function removeOld(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > kept) rmSync(path, { recursive: true, force: true });
  }
}
