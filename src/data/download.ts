import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, InputError, refuse } from '../errors.js';
import { expectedOf } from './checksums.js';
import { gunzip, isGzip, plainName } from './gzip.js';
import { claimPart, finishPart, releasePart, sizeOf, sweepParts } from './part.js';
import { type DataFile, fileName } from './sets/entry.js';
import { type Progress, Slow, transfer } from './transfer.js';

/** The environment variable that names a mirror to use instead of the official ones. */
export const MIRROR_VARIABLE = 'RELAXON_MIRROR';

/** How to download. */
export interface DownloadOptions {
  /** Where RELAXON_MIRROR is read from; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onProgress?: Progress | undefined;
  /** Stops the download; what has arrived is kept for the next one. */
  readonly signal?: AbortSignal | undefined;
  /** A mirror is given up when silent for so many milliseconds, or as slow as a byte in each; 30,000 by default. */
  readonly idleMs?: number | undefined;
  /** What to do when no mirror helps, for the error message. */
  readonly advice?: string | undefined;
}

/** How often a connection to the same mirror may break, as long as each brought something. */
const ATTEMPTS = 5;
/** A gzipped or plain file is never longer than its content by more than this, in bytes. */
const OVERHEAD = 65_536;

/**
 * Downloads a file into `directory`, going on from an interrupted download. It gets its name only after
 * its content has passed the checksum. A server that unpacks on the way gives the file without `.gz`.
 * @returns the path of the file
 * @throws {RelaxonError} saying what went wrong at each mirror; {InputError} when it cannot be written; the signal's
 * reason when aborted
 */
export async function download(
  file: DataFile,
  directory: string,
  options: DownloadOptions = {},
): Promise<string> {
  const urls = urlsOf(file, options.env ?? process.env);
  const target = join(directory, file.folder, file.name);
  await makeDirectory(dirname(target));
  const part = await claimPart(target);
  const troubles: string[] = [];
  try {
    for (const url of urls) {
      try {
        return await downloadFrom(url, file, part, target, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (error instanceof InputError) throw error;
        troubles.push(`${url}: ${explain(error)}`);
      }
    }
  } finally {
    await releasePart(part, target);
  }
  return fail({
    where: fileName(file),
    got: `no download (${troubles.join('; ')})`,
    expected: 'a mirror that serves it',
    hint: options.advice,
  });
}

/** The URLs of a file in the order of trying. @throws {InputError} when RELAXON_MIRROR is not a web address */
export function urlsOf(file: DataFile, env: NodeJS.ProcessEnv): string[] {
  const own = env[MIRROR_VARIABLE];
  if (!own) return file.mirrors.map((base) => base + file.name);
  if (!/^https?:\/\/./.test(own) || !URL.canParse(own)) {
    refuse({ where: MIRROR_VARIABLE, got: JSON.stringify(own), expected: 'an http or https address' });
  }
  return [`${own.replace(/\/+$/, '')}/${fileName(file)}`];
}

async function downloadFrom(
  url: string,
  file: DataFile,
  part: string,
  target: string,
  options: DownloadOptions,
): Promise<string> {
  const resumed = await persist(url, file, part, options);
  let found = await check(part, file);
  // The earlier bytes may have come from another mirror or an older file: once more, all from here.
  if (found.trouble && resumed) {
    await rm(part, { force: true });
    await persist(url, file, part, options);
    found = await check(part, file);
  }
  if (found.trouble) {
    await rm(part, { force: true });
    throw new Error(found.trouble);
  }
  const path = found.gzipped ? target : plainName(target);
  await finishPart(part, path);
  await sweepParts(target);
  return path;
}

/** Transfers, going on where a broken connection stopped as long as each attempt brings something. */
async function persist(
  url: string,
  file: DataFile,
  part: string,
  options: DownloadOptions,
): Promise<boolean> {
  const { signal, onProgress, idleMs = 30_000 } = options;
  const job = { url, signal, onProgress, idleMs, limit: file.bytes + OVERHEAD };
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(part);
    try {
      return (await transfer(part, job)) || attempt > 1;
    } catch (error) {
      if (signal?.aborted || attempt === ATTEMPTS || error instanceof Slow) throw error;
      if ((await sizeOf(part)) <= before) throw error;
    }
  }
}

async function check(part: string, file: DataFile): Promise<{ gzipped: boolean; trouble?: string }> {
  const bytes = await readFile(part);
  const gzipped = isGzip(bytes);
  const { kind, value, of } = expectedOf(file);
  try {
    const got = of(gzipped ? gunzip(bytes, file.bytes) : bytes, bytes);
    return got === value ? { gzipped } : { gzipped, trouble: `got ${kind} ${got}, expected ${value}` };
  } catch (error) {
    return { gzipped, trouble: `got ${(error as Error).message}, expected ${kind} ${value}` };
  }
}

async function makeDirectory(directory: string): Promise<void> {
  const found = await lstat(directory).catch(() => undefined);
  if (found?.isSymbolicLink()) {
    const hint = 'RELAXON_DATA for data that lie elsewhere';
    refuse({ where: directory, got: 'a link', expected: 'a directory for downloads', hint });
  }
  await mkdir(directory, { recursive: true }).catch((error: Error) =>
    refuse({ where: directory, got: error.message, expected: 'a directory for downloads' }),
  );
}

/** In a few words; fetch hides what happened in the cause. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  const message = cause?.message || error.message;
  return cause?.code && !message.includes(cause.code) ? `${message} (${cause.code})` : message;
}
