import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../errors.js';
import { Lock, lockName } from '../../system/lock.js';
import { withPath } from './errors.js';
import { makeFolders, removeEmpty } from './make-folders.js';
import { flushFolder, removeLeftovers } from './write.js';

const expected = 'a folder to create';

/** Everything that this program keeps in a folder beside results begins so. */
const ours = '.relaxon.';
/** Where results are made, and where they lie when they are complete and on the way to their places. */
const building = `${ours}building`;
const ready = `${ours}ready`;

/**
 * A folder that is this process's alone: made for it, or empty when it came. What is to be in it from the start is built
 * in a hidden folder within, and comes to its place when it is complete: a process that is killed leaves a folder that
 * can be claimed again, or a complete one.
 */
class Claim {
  /** Where to build. */
  readonly building: string;
  /** Names that have come to their places. */
  private placed: string[] = [];

  private constructor(
    readonly path: string,
    readonly lock: Lock,
    /** Folders that were made on the way, the outermost first. */
    private readonly made: readonly string[],
  ) {
    this.building = join(path, building);
  }

  /**
   * Claims a folder, and makes it and those above it where they are missing.
   * @throws {InputError} naming the path when it is a file, a folder with something in it or in use, or cannot be made;
   * what was made goes again
   */
  static of(path: string): Claim {
    return withPath(path, expected, () => {
      const made: string[] = [];
      let lock: Lock;
      try {
        makeFolders(path, made);
        refuseFile(path);
        lock = new Lock(path);
      } catch (error) {
        removeEmpty(made);
        throw error;
      }
      const claim = new Claim(path, lock, made);
      try {
        recover(path);
        refuseFull(path);
        mkdirSync(claim.building);
        return claim;
      } catch (error) {
        claim.abandon();
        throw error;
      }
    });
  }

  /** Puts everything that was built into its place. @throws {InputError} when there is something else by now */
  place(): void {
    withPath(this.path, expected, () => {
      renameSync(this.building, join(this.path, ready));
      moveOut(this.path, (name) => this.placed.push(name));
    });
  }

  /** It is left as it is, to others. */
  release(): void {
    this.lock.release();
  }

  /** Nothing is taken back but folders that stayed empty. */
  leave(): void {
    this.release();
    removeEmpty(this.made);
  }

  /** Takes back all that was made: what was built, and folders unless somebody else has put something there. */
  abandon(): void {
    for (const name of [building, ready, ...this.placed]) removeQuietly(join(this.path, name));
    this.release();
    removeEmpty(this.made);
  }
}

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

function recover(path: string): void {
  removeLeftovers(path);
  removeQuietly(join(path, building));
  if (lstatSync(join(path, ready), { throwIfNoEntry: false })?.isDirectory()) moveOut(path);
}

function moveOut(path: string, tell: (name: string) => void = () => {}): void {
  const from = join(path, ready);
  for (const name of readdirSync(from)) {
    const target = join(path, name);
    if (lstatSync(target, { throwIfNoEntry: false })) refuseFull(path, name);
    renameSync(join(from, name), target);
    tell(name);
  }
  rmdirSync(from);
  flushFolder(path);
}

function refuseFile(path: string): void {
  if (statSync(path).isDirectory()) return;
  refuse({ where: path, got: 'a file', expected, hint: 'another name' });
}

function refuseFull(path: string, first = readdirSync(path).find((name) => !name.startsWith(ours))): void {
  if (first === undefined) return;
  const got = `a folder that holds ${first}`;
  refuse({ where: path, got, expected: 'a new or empty folder', hint: 'another name' });
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What stopped the work is the error to tell.
  }
}
