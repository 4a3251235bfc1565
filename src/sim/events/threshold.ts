import type { Fineness } from '../speech.js';
import type { Course } from './course.js';
import type { EventQueue, Task } from './queue.js';

/** What the speech of a neuron that seldom speaks is saved as. */
export interface ThresholdState {
  readonly fineness: Fineness;
  readonly quantum: number;
  readonly said: number | undefined;
  readonly planned: number;
  readonly annealing: boolean;
}

/** When a neuron that speaks only of what has moved by a quantum speaks next. */
export class Threshold {
  private said: number | undefined;
  private planned = Number.NaN;
  private reached = false;
  /** As small as it has become, where it is annealed. */
  private quantum: number;
  private annealing = false;

  /**
   * @param owner the neuron's address
   * @param look called when the neuron may have something to say: it has moved far enough, or the quantum was halved
   */
  constructor(
    private readonly queue: EventQueue,
    private readonly owner: string,
    private readonly fineness: Fineness,
    private readonly look: () => void,
  ) {
    this.quantum = fineness.quantum;
  }

  /** Whether it is to say the activity `x` now: the first, or one that has moved far enough; it then has said it. */
  takes(x: number): boolean {
    const { said, reached } = this;
    this.reached = false;
    if (said !== undefined && !reached && Math.abs(x - said) < this.step) return false;
    this.said = x;
    return true;
  }

  /** Plans to speak when the course will have moved far enough from what was said, in place of any earlier plan. */
  plan(course: Course): void {
    const time = this.queue.now() + course.untilMoved(this.said!, this.step);
    // The same as before: it stands in the queue already.
    if (time === this.planned) return;
    this.planned = time;
    if (time < Infinity) this.queue.at(time, this.taskOf(time));
  }

  /** From now on halves its quantum at times, if it is to be annealed. */
  anneal(): void {
    this.annealing = true;
    this.halveLater();
  }

  /** Drops its plan, and what it would have halved. */
  stop(): void {
    this.planned = Number.NaN;
    this.annealing = false;
  }

  /** What waits in the queue: to speak at the time that was planned, or to halve the quantum. */
  taskOf(what: unknown): Task {
    const run = what === 'halve' ? () => this.halve() : () => this.reach(what as number);
    return { run, saved: { owner: this.owner, what } };
  }

  state(): ThresholdState {
    const { fineness, quantum, said, planned, annealing } = this;
    return { fineness, quantum, said, planned, annealing };
  }

  /** Of one that is as fine. */
  restore({ quantum, said, planned, annealing }: ThresholdState): void {
    this.quantum = quantum;
    this.said = said;
    this.planned = planned;
    this.annealing = annealing;
  }

  /** By how much the activity may move from what was said. */
  private get step(): number {
    return Math.max(this.quantum, this.fineness.relative * Math.abs(this.said ?? 0));
  }

  private halveLater(): void {
    const { queue, fineness, quantum } = this;
    // What is heard by nobody has no quantum to halve.
    if (!(quantum > fineness.smallest && quantum < Infinity && fineness.anneal < Infinity)) return;
    queue.at(queue.now() + fineness.anneal, this.taskOf('halve'));
  }

  private halve(): void {
    if (!this.annealing) return;
    this.quantum = Math.max(this.quantum / 2, this.fineness.smallest);
    this.look();
    this.halveLater();
  }

  // Reached, though rounding may leave the activity a little short of it.
  private reach(time: number): void {
    if (this.planned !== time) return;
    this.planned = Number.NaN;
    this.reached = true;
    this.look();
  }
}
