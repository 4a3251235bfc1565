import { RelaxonError } from '../errors.js';
import type { Parent } from '../lab/seeds/parent.js';

/** Work that was stopped before there was anything to save. */
export class Stopped extends RelaxonError {
  override readonly name = 'Stopped';
}

type Work<R> = (signal: AbortSignal) => Promise<R>;

/**
 * Runs work that can be interrupted: the first Ctrl-C (or SIGTERM) asks it to stop and save, a second one ends
 * the process at once.
 * @throws {Stopped} when the work stopped with nothing but the signal's own reason
 */
export async function interruptible<R>(work: Work<R>): Promise<R> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => {
    if (signal.aborted) process.exit(130);
    // A terminal shows ^C on the line.
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}stopping; once more to stop at once\n`);
    controller.abort();
  };
  const off = onSignals(stop);
  return stoppable(work, signal).finally(off);
}

/**
 * Runs work that its parent may ask to stop and save. A terminal sends Ctrl-C to parent and child, and the parent
 * asks as well: however often, that is one wish, and the parent alone decides to wait no longer.
 * @throws {Stopped} as interruptible
 */
export async function interruptibleBy<R>(parent: Parent, work: Work<R>): Promise<R> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const offSignals = onSignals(stop);
  const offParent = parent.onStop(stop);
  return stoppable(work, controller.signal).finally(() => {
    offSignals();
    offParent();
  });
}

function onSignals(stop: () => void): () => void {
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}

async function stoppable<R>(work: Work<R>, signal: AbortSignal): Promise<R> {
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new Stopped('interrupted; the same command goes on with what has been downloaded');
  }
}
