import type { Progress, ProgressFields } from '../progress.js';
import { type FromRun, readToRun } from './messages.js';

/** The environment variable that tells a process that it is one of many, and who started it listens. */
export const PARENT_VARIABLE = 'RELAXON_PARENT';

/** At most so often is a parent told of progress, in ms. */
const interval = 200;

/** The process that started this one, to train one of many runs. */
export interface Parent {
  /** Progress that the parent is told of. */
  readonly progress: Progress;
  /** Calls `stop` once the parent asks for it, or is gone. @returns what ends the listening */
  onStop(stop: () => void): () => void;
}

/** The parent, where there is one that listens. A channel alone says little: others (tsx) open one, too. */
export function findParent(): Parent | undefined {
  const started = process.env[PARENT_VARIABLE] !== undefined;
  // Whatever is started from here has no such parent.
  delete process.env[PARENT_VARIABLE];
  if (!started || !process.send) return undefined;
  return { progress: reported(), onStop };
}

function onStop(stop: () => void): () => void {
  const hear = (message: unknown) => {
    if (readToRun(message)) stop();
  };
  process.on('message', hear);
  process.on('disconnect', stop);
  if (!process.connected) stop();
  // Without listeners the channel no longer keeps the process alive.
  return () => {
    process.off('message', hear);
    process.off('disconnect', stop);
  };
}

function reported(): Progress {
  let last = Number.NEGATIVE_INFINITY;
  let latest: { samples: number; fields: ProgressFields } | undefined;
  const show = () => {
    if (latest) tell({ kind: 'progress', ...latest });
    latest = undefined;
    last = performance.now();
  };
  return {
    update(samples, fields) {
      latest = { samples, fields };
      if (performance.now() - last >= interval) show();
    },
    note: (line) => tell({ kind: 'note', line }),
    stop: show,
  };
}

// A parent that is gone hears nothing; that it is gone is heard elsewhere.
function tell(message: FromRun): void {
  process.send?.(message, undefined, undefined, () => {});
}
