import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

// Several processes may download the same file at once. None waits for another: each writes into a part of
// its own, FILE.HOST-PID-N.part, and an interrupted one leaves FILE.part for whoever comes next. Taking it
// up is a rename, which only one process can win; the others start afresh. A process that was killed cannot
// rename its part back, so parts of dead processes of this host are taken up as well.

const HOST = hostname().replace(/[^\w]/g, '_') || 'host';
let claims = 0;

/** A part of one's own for downloading `target`, holding what an earlier attempt left, if anything. */
export async function claimPart(target: string): Promise<string> {
  const own = `${target}.${HOST}-${process.pid}-${claims++}.part`;
  for (const left of [`${target}.part`, ...(await orphans(target))]) {
    if (await moved(left, own)) break;
  }
  return own;
}

/** Leaves one's own part to the next attempt; an empty or vanished one just goes. */
export async function releasePart(own: string, target: string): Promise<void> {
  if ((await sizeOf(own)) > 0) await moved(own, `${target}.part`);
  else await rm(own, { force: true });
}

/** Puts a verified part in the place of the final file, so that either is seen whole, even after a power cut. */
export async function finishPart(own: string, target: string): Promise<void> {
  await rename(own, target);
  // Not every system can open and flush a directory; the rename is atomic all the same.
  const directory = await open(dirname(target)).catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}

/** Size of a file in bytes; 0 when there is none. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}

async function orphans(target: string): Promise<string[]> {
  const start = `${basename(target)}.${HOST}-`;
  const names = await readdir(dirname(target));
  return names
    .filter((name) => name.startsWith(start) && name.endsWith('.part'))
    .filter((name) => !isAlive(Number.parseInt(name.slice(start.length), 10)))
    .map((name) => join(dirname(target), name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
