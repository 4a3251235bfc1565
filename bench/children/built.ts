import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

const made = new Map<string, string>();

/** Longer than a run takes, in milliseconds. */
const kept = 6 * 3_600_000;

/**
 * A worker in one file of JavaScript, made anew by each process that asks: what is timed is what people install. The loader
 * that runs the sources names every closure as it is made, which costs a minibatch a tenth of a millisecond.
 * @param root the checkout that it belongs to
 * @param path of its source
 */
export function built(root: string, path: string): string {
  let out = made.get(path);
  if (!out) {
    out = build(root, path);
    made.set(path, out);
  }
  return out;
}

function build(root: string, path: string): string {
  const cache = join(root, 'node_modules', '.cache', 'relaxon-bench');
  const folder = join(cache, `${process.pid}-${made.size}`);
  if (made.size === 0) process.on('exit', removeAll);
  // As far from package.json as the sources are.
  const out = join(folder, 'dist', 'bench', `${basename(path, '.ts')}.mjs`);
  mkdirSync(folder, { recursive: true });
  removeOld(cache);
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  buildSync({
    entryPoints: [path],
    outfile: out,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20' },
    external: ['@tensorflow/*'],
    // Some libraries are CommonJS inside.
    banner: { js: "import { createRequire as of } from 'node:module'; const require = of(import.meta.url);" },
  });
  return out;
}

function removeAll(): void {
  for (const out of made.values()) rmSync(join(out, '..', '..', '..'), { recursive: true, force: true });
}

/** What a run that was killed left behind. */
function removeOld(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > kept) rmSync(path, { recursive: true, force: true });
  }
}
