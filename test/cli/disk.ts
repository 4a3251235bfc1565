import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll } from 'vitest';

/** A small file system of its own, in memory. */
export interface Disk {
  readonly folder: string;
  /** Changes its size or makes it read-only: options of mount. */
  readonly remount: (options: string) => void;
}

/** Mounts a disk of some size at `folder`, until the file's tests are done. @returns undefined where it must not */
export function mountDisk(folder: string, options: string): Disk | undefined {
  mkdirSync(folder);
  try {
    mount(['-t', 'tmpfs', '-o', options, 'relaxon-test', folder]);
  } catch {
    return undefined;
  }
  afterAll(() => void execFileSync('umount', [folder], { stdio: 'ignore' }));
  return { folder, remount: (changed) => mount(['-o', `remount,${changed}`, folder]) };
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}
