import { open } from 'node:fs/promises';
import { sizeOf } from './part.js';

/** Told how many bytes of a file have arrived, and how many there are if the server says so. */
export type Progress = (received: number, total: number | undefined) => void;

/** What to transfer, and how patiently. */
export interface Transfer {
  readonly url: string;
  /** Gives up when not one byte arrives for so many milliseconds, also while connecting. */
  readonly idleMs: number;
  /** Stops after so many bytes, for a server that never does; what has arrived fails its checksum then. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** A server's answer, and the number of the first byte it sends. */
interface Answer {
  readonly response: Response;
  readonly from: number;
}

interface Watch {
  readonly signal: AbortSignal;
  /** Says that a byte has arrived. */
  touch(): void;
  end(): void;
}

/**
 * Fetches a URL into the file `part`, after what that file holds already if the server can go on from
 * there, else from the start; flushed to disk at the end. On failure the file keeps what has arrived.
 * @returns whether it went on from earlier bytes
 * @throws the signal's reason when aborted, else an Error about status, connection or silence
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
  const file = await open(part, from > 0 ? 'a' : 'w');
  try {
    let received = from;
    for await (const chunk of response.body ?? []) {
      watch.touch();
      await file.appendFile(chunk);
      received += chunk.length;
      job.onProgress?.(received, total);
      if (received > job.limit) break;
    }
    await file.sync();
  } finally {
    await file.close();
  }
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
  return {
    signal: controller.signal,
    touch: () => timer.refresh(),
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', forward);
    },
  };
}
