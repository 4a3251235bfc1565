import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { refuse } from '../errors.js';
import { sizeOf } from './part.js';

/** Told how many bytes of a file have arrived, and how many there are if the server says so. */
export type Progress = (received: number, total: number | undefined) => void;

/** What to transfer, and how patiently. */
export interface Transfer {
  readonly url: string;
  /**
   * Gives up when not one byte arrives for so many milliseconds, also while connecting; and when fewer arrive in them
   * than one for each.
   */
  readonly idleMs: number;
  /** Stops after so many bytes, for a server that never does; what has arrived fails its checksum then. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Bytes come, but so slowly that nobody would wait for them. */
export class Slow extends Error {}

/** A server's answer, and the number of the first byte it sends. */
interface Answer {
  readonly response: Response;
  readonly from: number;
}

interface Watch {
  readonly signal: AbortSignal;
  /** Says that bytes have arrived. */
  touch(bytes: number): void;
  end(): void;
}

/**
 * Fetches a URL into the file `part`, after what that file holds already if the server can go on from
 * there, else from the start; flushed to disk at the end. On failure the file keeps what has arrived.
 * @returns whether it went on from earlier bytes
 * @throws the signal's reason when aborted, else an Error about status, connection or silence; {Slow}
 * when bytes come too slowly; {InputError} when they cannot be written
 */
export async function transfer(part: string, job: Transfer): Promise<boolean> {
  const watch = watchIdle(job.idleMs, job.signal);
  try {
    const answer = await ask(job.url, await sizeOf(part), watch.signal);
    await store(answer, part, job, watch);
    return answer.from > 0;
  } catch (error) {
    throw watch.signal.aborted ? watch.signal.reason : error;
  } finally {
    watch.end();
  }
}

async function ask(url: string, have: number, signal: AbortSignal): Promise<Answer> {
  // Asking for no further encoding keeps byte counts those of the file.
  const headers = { 'accept-encoding': 'identity', ...(have > 0 && { range: `bytes=${have}-` }) };
  const response = await fetch(url, { headers, signal });
  const from = firstByte(response);
  if (from === 0 || from === have) return { response, from };
  await response.body?.cancel();
  // 416: what we have is not a beginning of the file. 206 here: not the range we asked for.
  if (have > 0 && [206, 416].includes(response.status)) return ask(url, 0, signal);
  throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
}

function firstByte({ status, headers }: Response): number | undefined {
  if (status === 200) return 0;
  // A range of an encoded answer counts encoded bytes, which are not the ones that were kept.
  if (status !== 206 || headers.has('content-encoding')) return undefined;
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function store({ response, from }: Answer, part: string, job: Transfer, watch: Watch): Promise<void> {
  const total = totalOf(response, from);
  const file = await onDisk(part, () => open(part, from > 0 ? appending : writing));
  try {
    let received = from;
    for await (const chunk of response.body ?? []) {
      watch.touch(chunk.length);
      await onDisk(part, () => file.appendFile(chunk));
      received += chunk.length;
      job.onProgress?.(received, total);
      if (received > job.limit) break;
    }
    await onDisk(part, () => file.sync());
  } finally {
    await file.close();
  }
}

// Not through a link.
const { O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_TRUNC, O_WRONLY } = constants;
const appending = O_WRONLY | O_CREAT | O_NOFOLLOW | O_APPEND;
const writing = O_WRONLY | O_CREAT | O_NOFOLLOW | O_TRUNC;

// No other mirror helps where the disk is full.
async function onDisk<R>(path: string, work: () => Promise<R>): Promise<R> {
  return work().catch((error: Error) =>
    refuse({ where: path, got: error.message, expected: 'room for a download', hint: 'another disk' }),
  );
}

function totalOf({ headers }: Response, from: number): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : from + Number(length);
}

function watchIdle(ms: number, outer: AbortSignal | undefined): Watch {
  const controller = new AbortController();
  const forward = () => controller.abort(outer?.reason);
  if (outer?.aborted) forward();
  outer?.addEventListener('abort', forward, { once: true });
  const timer = setTimeout(() => controller.abort(new Error(`no byte for ${ms / 1000} s`)), ms);
  let lately = 0;
  let pace: NodeJS.Timeout | undefined;
  const judge = () => {
    // Of silence the other timer tells.
    if (lately > 0 && lately < ms) controller.abort(new Slow(`${lately} bytes in ${ms / 1000} s`));
    lately = 0;
  };
  return {
    signal: controller.signal,
    touch(bytes) {
      timer.refresh();
      lately += bytes;
      pace ??= setInterval(judge, ms);
    },
    end() {
      clearTimeout(timer);
      clearInterval(pace);
      outer?.removeEventListener('abort', forward);
    },
  };
}
