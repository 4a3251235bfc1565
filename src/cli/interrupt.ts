import { RelaxonError } from '../errors.js';
import type { Parent } from '../lab/seeds/parent.js';

/** Work that was stopped before there was anything to save. */
export class Stopped extends RelaxonError {
  override readonly name = 'Stopped';
}

type Work<R> = (signal: AbortSignal) => Promise<R>;

/** What asks us to stop: Ctrl-C, a scheduler whose time is up, a terminal that is gone. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One press of Ctrl-C may come twice, in ms: from the terminal, and from npm, which passes it on. */
const onePress = 500;

let ownProcess = false;

/**
 * This process is one command: once it was asked to stop it hears signals until it ends, for those that come after it has saved
 * ask for no more than the first.
 */
export function hearToTheEnd(): void {
  ownProcess = true;
}

/**
 * Runs work that can be interrupted: a signal asks it to stop and save. However many come, that is one wish: schedulers
 * send several. Only who presses Ctrl-C again at a terminal ends the process at once.
 * @throws {Stopped} when the work stopped with nothing but the signal's own reason
 */
export async function interruptible<R>(
  work: Work<R>,
  atTerminal = process.stdin.isTTY === true || process.stderr.isTTY === true,
): Promise<R> {
  const controller = new AbortController();
  const { signal } = controller;
  let first = 0;
  const stop = (name: NodeJS.Signals) => {
    if (signal.aborted) {
      if (name === 'SIGINT' && atTerminal && performance.now() - first > onePress) process.exit(130);
      return;
    }
    first = performance.now();
    // A terminal shows ^C on the line.
    const line = atTerminal ? '\nstopping; once more to stop at once' : 'stopping; that may take a moment';
    process.stderr.write(`${line}\n`);
    controller.abort();
  };
  const off = onSignals(stop);
  return stoppable(work, signal).finally(() => off(signal.aborted));
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
    offSignals(controller.signal.aborted);
    offParent();
  });
}

function onSignals(stop: (name: NodeJS.Signals) => void): (asked: boolean) => void {
  for (const name of signals) process.on(name, stop);
  return (asked) => {
    if (asked && ownProcess) return;
    for (const name of signals) process.off(name, stop);
  };
}

async function stoppable<R>(work: Work<R>, signal: AbortSignal): Promise<R> {
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new Stopped(
      'interrupted; nothing is kept but what was downloaded, which the same command goes on with',
    );
  }
}
