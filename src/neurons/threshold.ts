import { z } from 'zod';
import { fail } from '../errors.js';
import { Agenda } from '../messages/agenda.js';
import type { EventQueue } from '../messages/queue.js';
import type { Task, TaskOwner } from '../messages/task.js';
import { readValue } from '../schema.js';
import type { Course } from './course.js';
import type { Fineness } from './speech.js';

const halving = z.literal('halve');

/** So many messages in a row, each at once after the last, are taken for endless ones. */
const MANY = 1024;
/** In tau. */
const AT_ONCE = 1e-9;

/** What the speech of a neuron that seldom speaks is saved as. */
export interface ThresholdState {
  readonly fineness: Fineness;
  readonly quantum: number;
  readonly said: number | undefined;
  readonly planned: number;
  readonly waiting: number;
  readonly annealing: boolean;
}

/** When a neuron that speaks only of what has moved by a quantum speaks next. */
export class Threshold implements TaskOwner {
  /** When it speaks next. */
  readonly agenda: Agenda;
  private said: number | undefined;
  private reached = false;
  /** As small as it has become, where it is annealed. */
  private quantum: number;
  private annealing = false;
  private lastReached = -Infinity;
  private inHaste = 0;

  /**
   * @param look called when the neuron may have something to say: it has moved far enough, or the quantum was halved
   */
  constructor(
    private readonly queue: EventQueue,
    readonly address: string,
    private readonly fineness: Fineness,
    private readonly look: () => void,
  ) {
    this.quantum = fineness.quantum;
    // Reached, though rounding may leave the activity a little short of it.
    this.agenda = new Agenda(queue, `${address}.speech`, () => {
      this.reached = true;
      this.noteReached();
      this.look();
    });
  }

  /** Whether it is to say the activity `x` now: the first, or one that has moved far enough; it then has said it. */
  takes(x: number): boolean {
    const { said, reached } = this;
    this.reached = false;
    if (said !== undefined && !reached && Math.abs(x - said) < this.step) return false;
    this.said = x;
    return true;
  }

  /** It has said `x`, whether or not that has moved. */
  note(x: number): void {
    this.said = x;
  }

  /** Plans to speak when the course will have moved far enough from what was said, in place of any earlier plan. */
  plan(course: Course): void {
    this.agenda.plan(this.queue.now() + course.untilMoved(this.said!, this.step));
  }

  /** From now on halves its quantum at times, if it is to be annealed. */
  anneal(): void {
    this.annealing = true;
    this.halveLater();
  }

  /** Drops its plan, and what it would have halved. */
  stop(): void {
    this.agenda.drop();
    this.annealing = false;
  }

  /** To halve the quantum. */
  taskOf(what: unknown): Task {
    readValue(`${this.address}: task`, halving, what);
    return this.halvingTask();
  }

  private halvingTask(): Task {
    return { run: () => this.halve(), saved: { owner: this.address, what: 'halve' } };
  }

  state(): ThresholdState {
    const { fineness, quantum, said, annealing } = this;
    const { planned, waiting } = this.agenda;
    return { fineness, quantum, said, planned, waiting, annealing };
  }

  /** Of one that is as fine. */
  restore({ quantum, said, planned, waiting, annealing }: ThresholdState): void {
    this.quantum = quantum;
    this.said = said;
    this.agenda.planned = planned;
    this.agenda.waiting = waiting;
    this.annealing = annealing;
  }

  /** When it was last reached, and how often in a row at once after the last time. */
  get haste(): readonly [last: number, many: number] {
    return [this.lastReached, this.inHaste];
  }

  set haste([last, many]: readonly [last: number, many: number]) {
    this.lastReached = last;
    this.inHaste = many;
  }

  // An activity that moves by quanta in no time would be spoken of for ever.
  private noteReached(): void {
    const time = this.queue.now();
    this.inHaste = time - this.lastReached > AT_ONCE ? 1 : this.inHaste + 1;
    this.lastReached = time;
    if (this.inHaste <= MANY) return;
    fail({
      where: `${this.address} at ${time} tau`,
      got: `more than ${MANY} messages, each within ${AT_ONCE} tau of the last, with quantum ${this.quantum}`,
      expected: 'fewer: its activity is many orders of magnitude above its quantum',
      hint: 'a larger quantum, a relative one, or smaller inputs and weights',
    });
  }

  /** By how much the activity may move from what was said. */
  private get step(): number {
    return Math.max(this.quantum, this.fineness.relative * Math.abs(this.said ?? 0));
  }

  private halveLater(): void {
    const { queue, fineness, quantum } = this;
    // What is heard by nobody has no quantum to halve.
    if (!(quantum > fineness.smallest && quantum < Infinity && fineness.anneal < Infinity)) return;
    queue.at(queue.now() + fineness.anneal, this.halvingTask());
  }

  private halve(): void {
    if (!this.annealing) return;
    this.quantum = Math.max(this.quantum / 2, this.fineness.smallest);
    this.look();
    this.halveLater();
  }
}
