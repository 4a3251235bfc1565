import type { EventQueue } from '../../../../messages/queue.js';
import type { LastingSpeech } from '../../../../neurons/phases/lasting-speech.js';
import type { Recipe } from '../../../../neurons/phases/recipe.js';
import { threshold } from '../../../../neurons/phases/speech.js';
import type { Signals } from '../../../../rules/rule.js';
import type { Member } from '../../phases/circuit.js';
import type { Statements } from '../../phases/statements.js';
import type { NeuronModel } from './neuron-model.js';
import type { WeightChanges } from './weight-changes.js';

/** What neurons are given that nobody tells when anything begins or ends. */
export interface LastingSurroundings {
  readonly queue: EventQueue;
  readonly signals: Signals;
  readonly statements: Statements;
  readonly weightChanges: WeightChanges;
}

/** Whether all have spoken from whom something is awaited. */
export interface Awaited {
  readonly complete: boolean;
}

/** What neurons are made of. */
export interface LastingParts {
  readonly member: Member;
  readonly model: NeuronModel;
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
  sweep: NeuronModel['sweep'],
  units: Int32Array,
): void {
  for (const step of sweep) statements.have(step, [{ member, units }], signals, onChange);
}
