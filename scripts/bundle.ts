import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

/**
 * Bundles sources into a folder's `dist`, with package.json beside that, as far from it as the sources are. Everything goes into
 * few files but for tfjs, whose backends find each other and their binaries by themselves.
 * @param root the checkout that they belong to
 * @param how entry points, and where they go
 */
export function bundle(root: string, folder: string, how: BuildOptions): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  buildSync({
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    external: ['@tensorflow/*', 'esbuild'],
    // Some libraries are CommonJS inside.
    banner: { js: "import { createRequire as of } from 'node:module'; const require = of(import.meta.url);" },
    ...how,
  });
}

/** Removes what processes that are gone have left in a folder. @param kept older than so many milliseconds */
export function removeOld(folder: string, kept: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > kept) rmSync(path, { recursive: true, force: true });
  }
}
