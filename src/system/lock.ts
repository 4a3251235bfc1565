import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fail, refuse } from '../errors.js';
import { keepAlive } from './heartbeat.js';
import { isGone, type Owner, ownerWords, patience, readOwner, thisProcess } from './owner.js';

/** The name of the lock in a folder that somebody works in. */
export const lockName = '.relaxon.lock';

/** A lock file as it was found. */
interface Found {
  readonly path: string;
  /** Undefined when it cannot be read: it is just being written, or damaged. */
  readonly owner: Owner | undefined;
  /** Time of its last sign of life, in ms, by the clock of its file system. */
  readonly touched: number;
  readonly key: string;
}

const held = new Set<Lock>();
let listening = false;

/**
 * Says that this process works in a folder, and keeps others out: of this host and of others, of this program. A lock
 * that its owner could not remove is taken over. It goes with `release`, or at the latest with the process.
 *
 * Taking over has to be free of races, too: whoever takes over makes a successor, `LOCK.ID.next`, of the very lock that
 * it found stale, which only one can, and only then puts it into the lock's place. The owner is the last of that chain.
 */
export class Lock {
  private readonly path: string;
  private readonly me = thisProcess();
  private readonly text = `${JSON.stringify(this.me)}\n`;
  private readonly endSigns: () => void;

  /** @throws {InputError} when another process works there, saying which; the system's error when nothing can be written */
  constructor(private readonly folder: string) {
    this.path = join(folder, lockName);
    const own = `${this.path}.${this.me.id}.new`;
    try {
      this.take(own);
    } finally {
      rmSync(own, { force: true });
    }
    this.sweep();
    this.endSigns = keepAlive(this.path, this.text);
    held.add(this);
    if (!listening) process.on('exit', releaseAll);
    listening = true;
  }

  /** @throws {RelaxonError} when another process has taken this one for gone, and has taken over */
  assertHeld(): void {
    const last = lastLock(this.path);
    if (last?.owner?.id === this.me.id) return;
    const got = last?.owner ? `taken over by ${ownerWords(last.owner)}` : 'without the lock of this process';
    fail({ where: this.folder, got, expected: 'nobody else to work there' });
  }

  /** Lets others in. */
  release(): void {
    if (!held.delete(this)) return;
    this.endSigns();
    // Nobody can be told of a lock that cannot be removed; it will be found stale.
    try {
      if (read(this.path)?.owner?.id === this.me.id) rmSync(this.path, { force: true });
    } catch {}
  }

  private take(own: string): void {
    for (let attempt = 0; attempt < 100; attempt++) {
      const now = writeOwn(own, this.text);
      const last = lastLock(this.path);
      if (last) this.refuseLiving(last, now);
      const place = last ? `${this.path}.${last.key}.next` : this.path;
      if (!made(own, place, this.text)) continue;
      if (lastLock(this.path)?.owner?.id === this.me.id) {
        if (place !== this.path) renameSync(place, this.path);
        return;
      }
      // What was found stale is the lock no more: somebody was faster.
      rmSync(place, { force: true });
    }
    refuse({
      where: this.folder,
      got: 'others who take its lock all the time',
      expected: 'nobody at work there',
    });
  }

  private refuseLiving({ owner, touched }: Found, now: number): void {
    if (owner ? isGone(owner, now - touched, this.me) : now - touched > patience) return;
    const who = owner ? ownerWords(owner) : 'a process that is just taking it';
    const waits =
      owner?.place === this.me.place
        ? ''
        : `; without a sign of life it is taken for gone after ${patience / 1000} s`;
    refuse({
      where: this.folder,
      got: `a folder in use by ${who}`,
      expected: 'one that nobody works in',
      hint: `again when it is done${waits}`,
    });
  }

  /** Removes what those who were killed, or slower, left beside the lock. */
  private sweep(): void {
    const start = `${basename(this.path)}.`;
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith(start)) rmSync(join(this.folder, name), { force: true });
    }
  }
}

function releaseAll(): void {
  for (const lock of held) lock.release();
}

/** The lock of a folder: the last of the chain that begins at `root`. */
export function lastLock(root: string): Found | undefined {
  let last: Found | undefined;
  let path = root;
  // Ids never come again, so that only a chain made by hand has no end.
  for (let n = 0; n < 1000; n++) {
    const next = read(path);
    if (!next) return last;
    last = next;
    path = `${root}.${next.key}.next`;
  }
  return last;
}

function read(path: string): Found | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code !== 'ELOOP') throw error;
    return refuse({ where: path, got: 'a link', expected: 'a lock', hint: 'removing it' });
  }
  try {
    const stat = fstatSync(file);
    const owner = stat.isFile() && stat.size < 10_000 ? readOwner(readFileSync(file, 'utf8')) : undefined;
    return { path, owner, touched: stat.mtimeMs, key: owner?.id ?? `torn-${stat.ino}` };
  } finally {
    closeSync(file);
  }
}

/** @returns the time of it, in ms, by the clock of the file system */
function writeOwn(path: string, text: string): number {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, text);
    return fstatSync(file).mtimeMs;
  } finally {
    closeSync(file);
  }
}

/** Makes a lock that is whole from the start, where there is none. @returns whether it was this process that made it */
function made(own: string, place: string, text: string): boolean {
  try {
    linkSync(own, place);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever has the lock has swept it away.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
  }
  // A file system without links of this kind: for a moment the lock is there and empty.
  try {
    writeFileSync(place, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
