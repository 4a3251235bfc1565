import type { RuleMessage } from '../../../messages/message.js';
import type { Afferents, AnyTerm } from '../../../neurons/phases/population.js';
import type { NamedTerm } from './monitors.js';

/** Whose synapses are told, and what of it a log has. */
export interface Taught {
  readonly name: string;
  readonly path: string;
  /** What the synapses belong to. */
  readonly target: string;
  readonly now: () => number;
  readonly termOf: (term: AnyTerm) => NamedTerm;
  /** What a unit tells in place of its own message; undefined where it speaks for itself. */
  readonly inPlaceOf: (unit: number, own: RuleMessage) => RuleMessage | undefined;
}

/** Stands before the synapses of a population: what they are told is what a log says. */
export class ReplayedTeaching implements Afferents {
  readonly fan = 0;

  constructor(private readonly taught: Taught) {}

  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void {
    const { name, path, target, now, termOf, inPlaceOf } = this.taught;
    const named = termOf(term);
    const time = now();
    for (const unit of units) {
      const own = { time, source: `${name}[${unit}]`, target, ...named, value: factors[unit], path };
      const told = inPlaceOf(unit, own);
      if (told) factors[unit] = told.value;
    }
  }
}
