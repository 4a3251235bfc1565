import { fail } from '../../../errors.js';
import type { Population } from '../../../neurons/phases/population.js';

/** Nobody awaits anything any more. @param what they waited for @throws {RelaxonError} where some still do */
export function endAwaiting(
  populations: readonly Population[],
  phase: string,
  { what, expected }: { readonly what: string; readonly expected: string },
): void {
  for (const { arrivals, name } of populations) {
    const waiting = arrivals.end();
    if (waiting > 0)
      fail({ where: `phase ${phase}`, got: `${waiting} neurons of ${name} that wait for ${what}`, expected });
  }
}
