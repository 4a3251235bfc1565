import { setImmediate } from 'node:timers/promises';

/** Long work in pieces: after each it yields how much is done. */
export type Pieces<R> = Generator<number, R>;

/** Does all of it, and nothing else meanwhile. */
export function atOnce<R>(pieces: Pieces<R>): R {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/**
 * Does it piece by piece, and lets signals in between.
 * @param onPiece is told how much is done
 * @throws the reason of `signal`, once that is aborted
 */
export async function inTurns<R>(
  pieces: Pieces<R>,
  signal: AbortSignal,
  onPiece: (done: number) => void = () => {},
): Promise<R> {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    onPiece(value);
    await setImmediate();
    signal.throwIfAborted();
  }
}
