import type { EventQueue } from '../../../../messages/queue.js';
import type { LastingSpeech } from '../../../../neurons/phases/lasting-speech.js';
import type { Recipe } from '../../../../neurons/phases/recipe.js';
import { threshold } from '../../../../neurons/phases/speech.js';
import type { Signals } from '../../../../rules/rule.js';
import type { Member } from '../../phases/circuit.js';
import type { Statements } from '../../phases/statements.js';
import type { Habits } from './habits.js';
import type { Lessons } from './lessons.js';

/** What neurons are given that nobody tells when anything begins or ends. */
export interface LastingSurroundings {
  readonly queue: EventQueue;
  readonly signals: Signals;
  readonly statements: Statements;
  readonly lessons: Lessons;
}

/** Whether all have spoken from whom something is awaited. */
export interface Awaited {
  readonly complete: boolean;
}

/** What neurons are made of. */
export interface LastingParts {
  readonly member: Member;
  readonly habits: Habits;
  readonly speech: LastingSpeech;
  /** From below, and from above without delay. */
  readonly below: readonly Awaited[];
  readonly above: readonly Awaited[];
}

/** The factor of a term that names none. */
export const one: Recipe = { formula: () => 1, constant: 1 };

const onChange = threshold(0);

/** Some neurons do the sweep of a rule: whoever would say the same as before says nothing. */
export function answerBy(
  { statements, signals }: LastingSurroundings,
  member: Member,
  sweep: Habits['sweep'],
  units: Int32Array,
): void {
  for (const step of sweep) statements.have(step, [{ member, units }], signals, onChange);
}
