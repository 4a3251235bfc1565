import { numberOfSteps } from '../../../rules/names.js';
import type { Phase } from '../../../rules/rule.js';
import type { PhasedCircuit } from './circuit.js';
import { moves } from './motions.js';
import type { Act, Step } from './script.js';

/** What says how often something is answered. */
export type Played = Pick<PhasedCircuit, 'medium' | 'paths'>;

/** Each neuron goes through it once, when all that it awaits has arrived. */
export const isSweep = ({ order, steps }: Phase): boolean => order !== undefined && steps === undefined;

/** How an act is played. @param inTime what moves does so in continuous time */
export function wayOf(act: Act, inTime: boolean): 'sweep' | 'in time' | 'instant' | 'steps' {
  if (isSweep(act.phase)) return 'sweep';
  if (inTime && moves(act)) return 'in time';
  return act.phase.steps === undefined ? 'instant' : 'steps';
}

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

/** What is done last is said, and may be under way then. */
export const hopsOf = (list: readonly Step[]): number => (list.at(-1)?.kind === 'say' ? 1 : 0);

/** How many stretches that count a script is played in: of each act; and of all, with the stimulus before and the end. */
export interface Extent {
  readonly acts: readonly number[];
  readonly all: number;
}

/** A place in a script: an act, and the stretch of it that is played, or is to be played next. */
export interface Place {
  readonly act: number;
  readonly stretch: number;
}

/** Where so many stretches are over; none before the first act, and after the last one. */
export function placeAfter({ acts }: Extent, over: number): Place | undefined {
  let stretch = over - 1;
  if (stretch < 0) return undefined;
  for (const [act, stretches] of acts.entries()) {
    if (stretch < stretches) return { act, stretch };
    stretch -= stretches;
  }
  return undefined;
}

/** The step whose time is awaited there, once that stretch of an act in steps has begun. */
export function stepAt({ phase }: Act, { stretch }: Place): number | undefined {
  return stretch >= 1 && stretch <= numberOfSteps(phase) ? stretch : undefined;
}
