import { SingleBar } from 'cli-progress';
import type { Meter } from './meter.js';
import type { Progress, ProgressOptions } from './types.js';

const colourLength = '\x1b[36m\x1b[39m'.length;

/** Progress as a bar that is drawn over and over, for terminals. */
export function barProgress(
  { label, total }: ProgressOptions,
  stream: NodeJS.WriteStream,
  meter: Meter,
): Progress {
  const paint = process.env.NO_COLOR ? (text: string) => text : (text: string) => `\x1b[36m${text}\x1b[39m`;
  const bar = new SingleBar({
    stream,
    linewrap: true,
    forceRedraw: true,
    format: (_, { progress, maxWidth }) => barLine(label, progress, meter.text(), maxWidth, paint),
  });
  bar.start(total, meter.done);
  return {
    update(done, fields) {
      meter.update(done, fields);
      bar.update(done);
    },
    note(line) {
      // Clears the bar, and saves the cursor anew: stopping goes back to where it was last saved.
      stream.write(`\r\x1b[2K${line}\n\x1b7`);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}

function barLine(
  label: string,
  progress: number,
  text: string,
  width: number,
  paint: (text: string) => string,
): string {
  const size = Math.max(8, Math.min(24, width - 80));
  const full = Math.round(progress * size);
  // The row is cut at its end, colour codes counted as if they were seen; what stands before it has to fit.
  const name = label.slice(0, Math.max(0, width - size - colourLength - 7));
  const percent = `${Math.floor(progress * 100)}`.padStart(3);
  return `${name} ${paint('='.repeat(full))}${'-'.repeat(size - full)} ${percent} % ${text}`;
}
