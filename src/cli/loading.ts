import type { LoadOptions } from '../data/index.js';
import { createProgress, type Progress } from '../lab/progress.js';

/** Load options that show a progress bar for each file that is downloaded; call `stop` in a `finally`. */
export function loadingWithProgress(
  signal?: AbortSignal,
  quiet = false,
): { options: LoadOptions; stop: () => void } {
  let shown: { file: string; progress: Progress } | undefined;
  const stop = () => {
    shown?.progress.stop();
    shown = undefined;
  };
  const onProgress: LoadOptions['onProgress'] = ({ file, received, total }) => {
    if (shown?.file !== file) {
      stop();
      shown = {
        file,
        progress: createProgress({ total: total ?? 0, unit: 'byte', label: `fetching ${file}`, quiet }),
      };
    }
    shown.progress.update(received, {});
  };
  return { options: { onProgress, ...(signal ? { signal } : {}) }, stop };
}
