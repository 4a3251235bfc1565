import type { Course } from './course.js';
import type { EventQueue, SavedTask, Task } from './queue.js';

/** What the speech of a neuron that seldom speaks is saved as. */
export interface ThresholdState {
  readonly quantum: number;
  readonly said: number | undefined;
  readonly planned: number;
}

/** When a neuron that speaks only of what has moved by a quantum speaks next. */
export class Threshold {
  private said: number | undefined;
  private planned = Number.NaN;
  private reached = false;

  /**
   * @param owner the neuron's address
   * @param onReached called at the time that was planned, if it still is
   */
  constructor(
    private readonly queue: EventQueue,
    private readonly owner: string,
    private readonly quantum: number,
    private readonly onReached: () => void,
  ) {}

  /** Whether it is to say the activity `x` now: the first, or one that has moved far enough; it then has said it. */
  takes(x: number): boolean {
    const { said, reached, quantum } = this;
    this.reached = false;
    if (said !== undefined && !reached && Math.abs(x - said) < quantum) return false;
    this.said = x;
    return true;
  }

  /** Plans to speak when the course will have moved far enough from what was said, in place of any earlier plan. */
  plan(course: Course): void {
    const time = this.queue.now() + course.untilMoved(this.said!, this.quantum);
    // The same as before: it stands in the queue already.
    if (time === this.planned) return;
    this.planned = time;
    if (time < Infinity) this.queue.at(time, this.planFor(time));
  }

  /** What waits in the queue for the time that was planned. */
  planFor(time: number): Task {
    const saved: SavedTask = { owner: this.owner, what: time };
    return { run: () => this.reach(time), saved };
  }

  /** Drops its plan. */
  stop(): void {
    this.planned = Number.NaN;
  }

  state(): ThresholdState {
    const { quantum, said, planned } = this;
    return { quantum, said, planned };
  }

  /** Of one that has the same quantum. */
  restore({ said, planned }: ThresholdState): void {
    this.said = said;
    this.planned = planned;
  }

  // Reached, though rounding may leave the activity a little short of it.
  private reach(time: number): void {
    if (this.planned !== time) return;
    this.planned = Number.NaN;
    this.reached = true;
    this.onReached();
  }
}
