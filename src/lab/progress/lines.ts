import type { Meter } from './meter.js';
import type { Progress, ProgressOptions } from './types.js';

/** On a pipe, a line at most this often, in ms. */
const interval = 10_000;

/** Progress as lines, for logs: one every 10 s or more, and one at the end. */
export function lineProgress(
  { label, now = () => performance.now() }: ProgressOptions,
  stream: NodeJS.WriteStream,
  meter: Meter,
): Progress {
  let last = now();
  let shown = meter.done;
  const show = () => {
    last = now();
    shown = meter.done;
    stream.write(`${label}: ${meter.text()}\n`);
  };
  return {
    update(done, fields) {
      meter.update(done, fields);
      if (now() - last >= interval) show();
    },
    note: (line) => void stream.write(`${line}\n`),
    stop() {
      if (shown !== meter.done) show();
    },
  };
}
