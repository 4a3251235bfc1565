import { setImmediate } from 'node:timers/promises';
import { fail } from '../errors.js';
import type { Answer } from '../sim/simulator.js';

/** Long work in pieces: after each it yields how much is done, or what it waits for. */
export type Pieces<R> = Generator<number | Promise<unknown>, R, unknown>;

/** What an engine answers, waited for where it comes later. */
export function* answered<T>(answer: Answer<T>): Pieces<T> {
  return answer instanceof Promise ? ((yield answer) as T) : answer;
}

/** Does all of it, and nothing else meanwhile. @throws {RelaxonError} where it would have to wait */
export function atOnce<R>(pieces: Pieces<R>): R {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    if (value instanceof Promise) {
      value.catch(() => {});
      fail({
        where: 'engine',
        got: 'an answer that comes later',
        expected: 'one now',
        hint: 'the form that is awaited',
      });
    }
  }
}

/**
 * Does it piece by piece, waits where it has to, and lets signals in between.
 * @param onPiece is told how much is done
 * @throws the reason of `signal`, once that is aborted
 */
export async function inTurns<R>(
  pieces: Pieces<R>,
  signal?: AbortSignal,
  onPiece: (done: number) => void = () => {},
): Promise<R> {
  let piece = pieces.next();
  while (!piece.done) {
    const { value } = piece;
    if (typeof value === 'number') {
      onPiece(value);
      await setImmediate();
      signal?.throwIfAborted();
      piece = pieces.next();
    } else {
      piece = await value.then(
        (answer) => pieces.next(answer),
        (error: unknown) => pieces.throw(error),
      );
    }
  }
  return piece.value;
}
