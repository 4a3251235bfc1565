import { printable } from '../errors.js';
import { barProgress } from './progress/bar.js';
import { lineProgress } from './progress/lines.js';
import { createMeter } from './progress/meter.js';
import type { Progress, ProgressOptions } from './progress/types.js';

export type { Progress, ProgressFields, ProgressOptions } from './progress/types.js';

/**
 * A bar with speed and time left on a terminal, lines every 10 s or more on a pipe. Colour only where NO_COLOR
 * (no-color.org) is not set.
 */
export function createProgress(options: ProgressOptions): Progress {
  if (options.quiet) return { update() {}, note() {}, stop() {} };
  const stream = options.stream ?? process.stderr;
  const labelled = { ...options, label: printable(options.label) };
  const meter = createMeter(labelled);
  const bar = stream.isTTY && process.env.TERM !== 'dumb';
  const progress = bar ? barProgress(labelled, stream, meter) : lineProgress(labelled, stream, meter);
  return { ...progress, note: (line) => progress.note(printable(line)) };
}
