import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundle, removeOld } from '../../scripts/bundle.js';

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
  const out = join(folder, 'dist', 'bench', `${basename(path, '.ts')}.mjs`);
  bundle(root, folder, { entryPoints: [path], outfile: out });
  removeOld(cache, kept);
  return out;
}

function removeAll(): void {
  for (const out of made.values()) rmSync(join(out, '..', '..', '..'), { recursive: true, force: true });
}
