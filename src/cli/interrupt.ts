import { RelaxonError } from '../errors.js';

/** Work that was stopped before there was anything to save. */
export class Stopped extends RelaxonError {
  override readonly name = 'Stopped';
}

/**
 * Runs work that can be interrupted: the first Ctrl-C (or SIGTERM) asks it to stop and save, a second one ends
 * the process at once.
 * @throws {Stopped} when the work stopped with nothing but the signal's own reason
 */
export async function interruptible<R>(work: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => {
    if (signal.aborted) process.exit(130);
    // A terminal shows ^C on the line.
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}stopping; once more to stop at once\n`);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new Stopped('interrupted; the same command goes on with what has been downloaded');
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
