import type { Looks } from '../../messages/samplers.js';
import type { Motion, StateCourse } from './motion.js';
import { statesOf } from './settling.js';

/** Where neurons were when somebody wanted to look, for those who have gone on since. */
export class Notes {
  /** By state; those of a look side by side. */
  private columns: Float64Array[] = [];
  private looks: Looks = [];
  /** Somebody looks at those of this one. */
  private shown = -1;

  /** Of those that move, or follow what moves. */
  private readonly states: readonly number[];

  constructor(
    motion: Motion,
    private readonly size: number,
    private readonly course: StateCourse,
  ) {
    this.states = statesOf(motion);
  }

  /** Neurons go on past these. */
  open(looks: Looks): void {
    this.looks = looks;
    if (this.columns.length > 0 && this.columns[0].length >= looks.length * this.size) return;
    this.columns = this.states.map(() => new Float64Array(looks.length * this.size));
  }

  /** A neuron is at the n-th look. */
  take(unit: number, n: number): void {
    const { states, columns, size, course, looks } = this;
    for (let k = 0; k < states.length; k++)
      columns[k][n * size + unit] = course.at(states[k], unit, looks[n].time)!;
  }

  /** From now on somebody looks at the n-th; at nothing where that is -1. */
  show(n: number): void {
    this.shown = n;
  }

  /** @returns undefined where nobody looks at notes, or of another state */
  at(state: number, unit: number): number | undefined {
    if (this.shown < 0) return undefined;
    const k = this.states.indexOf(state);
    return k < 0 ? undefined : this.columns[k][this.shown * this.size + unit];
  }
}
