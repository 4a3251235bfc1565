import { numberOfSteps } from '../../../rules/names.js';
import type { Phase } from '../../../rules/rule.js';
import type { PhasedCircuit } from './circuit.js';
import type { Act, Step } from './script.js';

/** What says how long a script is. */
export type Played = Pick<PhasedCircuit, 'script' | 'medium' | 'members' | 'paths'>;

/** Each neuron goes through it once, when all that it awaits has arrived. */
export const isSweep = ({ order, steps }: Phase): boolean => order !== undefined && steps === undefined;

/**
 * How often what has arrived is answered at the end of a phase with steps, the first time by nobody. Whoever answers reads
 * other paths than the one he speaks on: it ends.
 */
export const answersOf = ({ medium, paths }: Played): number => (medium.late ? paths + 1 : 0);

/** Statements without steps, up to each that says something where that need not arrive at once. */
export function untilSaid({ medium }: Played, list: readonly Step[]): readonly (readonly Step[])[] {
  const all: Step[][] = [[]];
  for (const step of list) {
    all.at(-1)!.push(step);
    if (step.kind === 'say' && medium.late) all.push([]);
  }
  return all;
}

/** Stretches that an act is played in. */
function stretchesOf({ phase, begins, talk, ends }: Act, played: Played): number {
  const { medium, members } = played;
  if (isSweep(phase)) return medium.loses ? 2 + members.length : 1;
  if (phase.steps !== undefined) return 2 + numberOfSteps(phase) + answersOf(played);
  return 2 + untilSaid(played, [...begins, ...talk]).length + untilSaid(played, ends).length;
}

/** Stretches that a presentation is played in: before the first act there is the stimulus, after the last one the end. */
export const stretchesIn = (played: Played): number =>
  played.script.reduce((sum, act) => sum + stretchesOf(act, played), 2);

/** A place in a script: an act, and the stretch of it that is played, or is to be played next. */
export interface Place {
  readonly act: number;
  readonly stretch: number;
}

/** Where so many stretches are over; none before the first act, and after the last one. */
export function placeAfter(played: Played, over: number): Place | undefined {
  let stretch = over - 1;
  if (stretch < 0) return undefined;
  for (const [act, one] of played.script.entries()) {
    const stretches = stretchesOf(one, played);
    if (stretch < stretches) return { act, stretch };
    stretch -= stretches;
  }
  return undefined;
}

/** The step whose time is awaited there, once that stretch has begun. */
export function stepAt({ script }: Played, { act, stretch }: Place): number | undefined {
  const { phase } = script[act];
  return !isSweep(phase) && stretch >= 1 && stretch <= numberOfSteps(phase) ? stretch : undefined;
}
