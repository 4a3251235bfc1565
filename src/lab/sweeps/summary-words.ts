import type { SweepResults } from './results.js';
import type { Moments } from './score.js';
import { parameterWords } from './trials.js';

/** `0.9512 ± 0.0031`, or the mean alone. */
export const momentsWords = ({ mean, sd }: Moments): string =>
  sd === null ? scoreWords(mean) : `${scoreWords(mean)} ± ${scoreWords(sd)}`;

/** A score as it is read: losses of what nearly diverged are in powers of ten. */
export const scoreWords = (value: number): string =>
  Math.abs(value) < 1e6 ? value.toFixed(4) : value.toExponential(3);

/** What came of a sweep, in a sentence or two. */
export function summaryWords({ best, trials, chosenBy, testSet }: SweepResults): string {
  if (!best) {
    const done = trials.filter(({ rank }) => rank !== null).length;
    const diverged = trials.filter((trial) => trial.diverged > 0).length;
    if (done === trials.length)
      return `None can be chosen of ${trials.length} trials: in each, a run diverged.`;
    return `${done} of ${trials.length} trials have all their results${diverged > 0 ? `, and ${diverged} a run that diverged` : ''}.`;
  }
  const judged = Object.entries(best.scores).filter(([key]) => key.startsWith('validation/'));
  const words = [...judged, ...Object.entries(best.test ?? {})].map(
    ([key, moments]) => `${key.replace('/', ' ')} ${momentsWords(moments)}`,
  );
  const over = best.finished > 1 ? ` over ${best.finished} seeds` : '';
  return (
    `Best of ${trials.length} trials by ${chosenBy}: trial ${best.trial} (${parameterWords(best.parameters)}), ` +
    `${words.join(', ')}${over}. Test set: ${testSet}.`
  );
}
