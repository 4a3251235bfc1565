import { lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning, placeKey, startOf } from '../system/owner.js';

// Several processes may download the same file at once. None waits for another: each writes into a part of
// its own, FILE.PLACE-PID-START-N.part, and an interrupted one leaves FILE.part for whoever comes next. Taking it
// up is a rename, which only one process can win; the others start afresh. A process that was killed cannot
// rename its part back, so parts of processes that are gone are taken up as well, and what is left of them goes.

/** A part of another host that has not grown for so long, in ms, is nobody's: no download waits so long for a byte. */
const longest = 600_000;
let claims = 0;

/** A part of one's own for downloading `target`, holding what an earlier attempt left, if anything. */
export async function claimPart(target: string): Promise<string> {
  const own = `${target}.${placeKey()}-${process.pid}-${startOf(process.pid) ?? 0}-${claims++}.part`;
  for (const left of await leftParts(target)) {
    // Through a link we would write elsewhere.
    if (!(await isPlain(left))) await remove(left);
    else if (await moved(left, own)) break;
  }
  return own;
}

/** Leaves one's own part to the next attempt; an empty or vanished one just goes. */
export async function releasePart(own: string, target: string): Promise<void> {
  if ((await sizeOf(own)) > 0) await moved(own, `${target}.part`);
  else await remove(own);
}

/** Puts a verified part in the place of the final file, so that either is seen whole, even after a power cut. */
export async function finishPart(own: string, target: string): Promise<void> {
  await rename(own, target);
  // Not every system can open and flush a directory; the rename is atomic all the same.
  const directory = await open(dirname(target)).catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}

/** Removes what attempts that are over left of a file that is here by now. */
export async function sweepParts(target: string): Promise<void> {
  for (const left of await leftParts(target)) await remove(left);
}

/** Size of a file in bytes; 0 when there is none. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}

/** Parts that nobody writes to. */
async function leftParts(target: string): Promise<string[]> {
  const folder = dirname(target);
  const names = await readdir(folder).catch(() => []);
  const left: string[] = [];
  for (const name of names) {
    if (name.startsWith(`${basename(target)}.`) && (await isLeft(join(folder, name), target))) {
      left.push(join(folder, name));
    }
  }
  return left;
}

async function isLeft(path: string, target: string): Promise<boolean> {
  const middle = path.slice(target.length);
  if (middle === '.part') return true;
  const [, key, pid, started] = /^\.([^-]+)-(\d+)-(?:(\d+)-)?\d+\.part$/.exec(middle) ?? [];
  if (key === undefined) return false;
  if (key === placeKey()) return !isRunning({ pid: Number(pid), started: started ?? null });
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > longest;
}

/** A file under one name only. */
async function isPlain(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true && found.nlink === 1;
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
