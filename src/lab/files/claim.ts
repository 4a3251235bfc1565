import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../errors.js';
import { Lock } from '../../system/lock.js';
import { codeOf, withPath } from './errors.js';
import { makeFolders, removeEmpty } from './make-folders.js';
import { flushFolder, removeLeftovers } from './write.js';

const expected = 'a folder to create';

/** Everything that this program keeps in a folder beside results begins so. */
const ours = '.relaxon.';
/** Where results are made. */
const building = `${ours}building`;
/** How often a folder may go under this process, since another that made it took it back, before that is an error. */
const patience = 100;
/** Where they lie when they are complete and on the way to their places. */
export const ready = `${ours}ready`;

/**
 * A folder that is this process's alone: made for it, or empty when it came. What is to be in it from the start is built
 * in a hidden folder within, and comes to its place when it is complete: a process that is killed leaves a folder that
 * can be claimed again, or a complete one.
 */
export class Claim {
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
      for (let attempt = 1; ; attempt++) {
        try {
          return Claim.once(path);
        } catch (error) {
          if (attempt === patience || !wentUnderUs(error)) throw error;
        }
      }
    });
  }

  private static once(path: string): Claim {
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

/** Brings a folder to what it should have been left as: what was half made goes, and what was complete comes to its place. */
export function recover(path: string): void {
  removeLeftovers(path);
  removeQuietly(join(path, building));
  if (lstatSync(join(path, ready), { throwIfNoEntry: false })?.isDirectory()) moveOut(path);
}

/** Whether a folder was there and went: another process had made it, and found that it had nothing to put in. */
const wentUnderUs = (error: unknown): boolean => ['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '');

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
