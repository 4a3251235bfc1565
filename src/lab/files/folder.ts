import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Lock, lockName } from '../../system/lock.js';
import { Claim, ready, recover } from './claim.js';
import { withPath } from './errors.js';

/**
 * Claims a folder and puts its first files there.
 * @param build gets the folder to write to
 * @returns what keeps others out until it is released
 * @throws {InputError} as `Claim.of`, and whatever `build` throws: then all is as it was before
 */
export function beginFolder(path: string, build: (folder: string) => void): Lock {
  const claim = Claim.of(path);
  try {
    build(claim.building);
    claim.place();
    return claim.lock;
  } catch (error) {
    claim.abandon();
    throw error;
  }
}

/**
 * Works in a new folder, alone.
 * @throws {InputError} as `Claim.of`, and whatever `work` throws: then what it has put there stays
 */
export async function workInFolder<R>(path: string, work: () => Promise<R>): Promise<R> {
  const claim = Claim.of(path);
  try {
    claim.place();
    return await work();
  } finally {
    claim.leave();
  }
}

/**
 * Builds something in a new folder, whole or not at all, and lets others in when it is done.
 * @param build gets the folder to write to
 * @throws {InputError} as `Claim.of`, and whatever `build` throws: then all is as it was before
 */
export async function fillFolder<R>(path: string, build: (folder: string) => Promise<R>): Promise<R> {
  const claim = Claim.of(path);
  try {
    const result = await build(claim.building);
    claim.place();
    claim.release();
    return result;
  } catch (error) {
    claim.abandon();
    throw error;
  }
}

/**
 * Takes a folder that is there, to go on in it: alone, and as a process that was killed should have left it.
 * @throws {InputError} when another process works there, or the folder cannot be written to
 */
export function holdFolder(path: string): Lock {
  return withPath(path, 'a folder to work in', () => {
    const lock = new Lock(path);
    try {
      recover(path);
      return lock;
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

/** Whether a folder has something, or would if it was not for a process that was killed as it put it there. */
export function holds(path: string, name: string): boolean {
  return existsSync(join(path, name)) || existsSync(join(path, ready, name));
}

/** Whether somebody works in a folder, or was killed there. */
export function wasBegun(path: string): boolean {
  return existsSync(join(path, lockName));
}
