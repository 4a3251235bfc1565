import type { Formula } from '../../rules/rule.js';
import type { Motion, StateCourse } from './motion.js';
import type { Recipe } from './recipe.js';

/** Whose drives are kept. */
interface Driven {
  readonly size: number;
  readonly states: readonly Float64Array[];
  /** Where states are between events. */
  course: StateCourse | undefined;
  readonly drives: Drives | undefined;
}

/** Neurons have moved by themselves until now. */
export function endCourse(neurons: Driven, now: number): void {
  if (neurons.course) neurons.drives?.keep(neurons.course, now);
  neurons.course = undefined;
}

/** Drives of their states that move have been set. */
export function tellDrives({ drives }: Pick<Driven, 'drives'>, { moves }: Motion, units: Int32Array): void {
  if (drives) for (const { state } of moves) drives.tell([state], units);
}

/** What somebody who looks at drives gives. */
export interface DriveWatch {
  /** dx/dt of a formula is its drive where x is 0. */
  readonly leaks: (formula: Formula) => boolean;
  /** Drives of some states of some neurons have been set. */
  readonly hear: (states: readonly number[], units: Int32Array) => void;
}

/**
 * What draws the states of a population that move, in dx/dt = -x + drive. Of those that step: by which they made their last
 * step, noise with it; 0 before the first. In continuous time it is what their courses have.
 */
export class Drives {
  private readonly columns = new Map<number, Float64Array>();
  private readonly kept: Float64Array;

  constructor(
    private readonly driven: Driven,
    private readonly watch: DriveWatch,
  ) {
    this.kept = new Float64Array(driven.size);
  }

  /** Nothing has drawn anything yet. */
  clear(): void {
    for (const column of this.columns.values()) column.fill(0);
  }

  at(state: number, unit: number, time: number): number {
    return this.driven.course?.driveAt(state, unit, time) ?? this.columns.get(state)?.[unit] ?? 0;
  }

  /**
   * States are about to move by a step.
   * @param velocities dx/dt of each
   * @param evaluate what a recipe makes of them
   */
  note(
    states: readonly number[],
    recipes: readonly Recipe[],
    velocities: readonly Float64Array[],
    units: Int32Array,
    evaluate: (recipe: Recipe, out: Float64Array) => void,
  ): void {
    for (const [k, state] of states.entries()) {
      const x = this.driven.states[state];
      const drive = this.column(state);
      if (this.watch.leaks(recipes[k].formula)) {
        this.kept.set(x);
        for (const unit of units) x[unit] = 0;
        evaluate(recipes[k], drive);
        x.set(this.kept);
      } else for (const unit of units) drive[unit] = velocities[k][unit] + x[unit];
    }
  }

  /** Of a state that moves by steps, to be added to: what noise draws it by. */
  column(state: number): Float64Array {
    let column = this.columns.get(state);
    if (!column) {
      column = new Float64Array(this.driven.size);
      this.columns.set(state, column);
    }
    return column;
  }

  /** Those of some states of some neurons have been set. */
  tell(states: readonly number[], units: Int32Array): void {
    this.watch.hear(states, units);
  }

  /** A course ends: its drives stay as they are then. */
  keep(course: StateCourse, time: number): void {
    for (const state of this.driven.states.keys()) {
      for (let unit = 0; unit < this.driven.size; unit++) {
        const drive = course.driveAt(state, unit, time);
        if (drive === undefined) break;
        this.column(state)[unit] = drive;
      }
    }
  }
}
