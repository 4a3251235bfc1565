import { numberOfSteps } from '../../../rules/names.js';
import type { Phase } from '../../../rules/rule.js';
import type { Act } from './script.js';

/** Each neuron goes through it once, when all that it awaits has arrived. */
export const isSweep = ({ order, steps }: Phase): boolean => order !== undefined && steps === undefined;

/** Stretches that an act is played in: a sweep in one; else one to begin, one for each step, and one to end. */
const stretchesOf = ({ phase }: Act): number => (isSweep(phase) ? 1 : numberOfSteps(phase) + 2);

/** Stretches that a presentation is played in: before the first act there is the stimulus, after the last one the end. */
export const stretchesIn = (script: readonly Act[]): number =>
  script.reduce((sum, act) => sum + stretchesOf(act), 2);

/** A place in a script: an act, and the stretch of it that is played, or is to be played next. */
export interface Place {
  readonly act: number;
  readonly stretch: number;
}

/** Where so many stretches are over; none before the first act, and after the last one. */
export function placeAfter(script: readonly Act[], over: number): Place | undefined {
  let stretch = over - 1;
  if (stretch < 0) return undefined;
  for (const [act, one] of script.entries()) {
    const stretches = stretchesOf(one);
    if (stretch < stretches) return { act, stretch };
    stretch -= stretches;
  }
  return undefined;
}

/** The step whose time is awaited there, once that stretch has begun. */
export function stepAt(script: readonly Act[], { act, stretch }: Place): number | undefined {
  const { phase } = script[act];
  return !isSweep(phase) && stretch >= 1 && stretch <= numberOfSteps(phase) ? stretch : undefined;
}
