import { z } from 'zod';
import { fail } from '../errors.js';
import type { EventQueue } from '../messages/queue.js';
import { time } from '../messages/schemas.js';
import type { SavedTask, Task, TaskOwner } from '../messages/task.js';
import { readValue } from '../schema.js';
import type { Leaks } from './leaks.js';
import type { Fineness } from './speech.js';

/** So many messages in a row, each at once after the last, are taken for endless ones. */
const MANY = 1024;
/** In tau. */
const AT_ONCE = 1e-9;

/** When neurons that speak only of what has moved by a quantum speak next: a number of each in every column. */
export class Thresholds implements TaskOwner {
  /** What was last said; NaN: nothing yet. */
  readonly said: Float64Array;
  /** As small as it has become, where it is annealed. */
  readonly quantum: Float64Array;
  readonly annealing: Uint8Array;
  /** When it is to speak; Infinity: never. */
  readonly planned: Float64Array;
  /** The earliest time at which a visit to it waits in the queue. */
  readonly waiting: Float64Array;
  /** When its quantum was last reached, and how often in a row at once after the time before. */
  readonly lastReached: Float64Array;
  readonly inHaste: Uint32Array;
  private readonly reached: Uint8Array;
  /** 1 of one that may have something to say though what draws it is the same. */
  readonly stirred: Uint8Array;
  /** Who keeps visits that wait, in place of the queue. */
  keeper: VisitKeeper | undefined;

  /** @param look called when a neuron may have something to say: it has moved far enough, or its quantum was halved */
  constructor(
    private readonly queue: EventQueue,
    readonly address: string,
    private readonly fineness: Fineness,
    size: number,
    private readonly look: (unit: number) => void,
  ) {
    const column = (value: number) => new Float64Array(size).fill(value);
    this.said = column(Number.NaN);
    this.quantum = column(fineness.quantum);
    this.annealing = new Uint8Array(size);
    this.planned = column(Infinity);
    this.waiting = column(Infinity);
    this.lastReached = column(-Infinity);
    this.inHaste = new Uint32Array(size);
    this.reached = new Uint8Array(size);
    this.stirred = new Uint8Array(size);
  }

  /** Whether one is to say the activity `x` now: its first, or one that has moved far enough; it then has said it. */
  takes(unit: number, x: number): boolean {
    const { said, reached } = this;
    const due = reached[unit] === 1;
    reached[unit] = 0;
    if (!due && Math.abs(x - said[unit]) < this.step(unit)) return false;
    said[unit] = x;
    return true;
  }

  /** It has said `x`, whether or not that has moved. */
  note(unit: number, x: number): void {
    this.said[unit] = x;
  }

  /** Plans to speak when it will have moved far enough from what was said, in place of any earlier plan. */
  plan(leaks: Leaks, unit: number): void {
    const { planned, waiting, queue } = this;
    this.stirred[unit] = 0;
    planned[unit] = queue.now() + leaks.untilMoved(unit, this.said[unit], this.step(unit));
    if (planned[unit] < waiting[unit]) this.wait(unit, false);
  }

  /** From now on quanta are halved at times, if they are to be annealed. */
  anneal(): void {
    this.annealing.fill(1);
    for (let unit = 0; unit < this.said.length; unit++) this.halveLater(unit);
  }

  /** Nothing is planned any more, nor to be halved. */
  stop(): void {
    this.planned.fill(Infinity);
    this.annealing.fill(0);
  }

  taskOf(what: unknown): Task {
    const unit = z.number().int().min(0).lt(this.said.length);
    const visit = z.strictObject({ unit, time });
    const read = readValue(`${this.address}: task`, z.union([visit, z.strictObject({ halve: unit })]), what);
    return 'halve' in read ? this.halvingTask(read.halve) : new Visit(this, read.unit, read.time);
  }

  /** A time has come at which a neuron may have planned to speak. */
  visit(unit: number, time: number): void {
    if (this.reaches(unit, time)) this.look(unit);
  }

  /** The same, told to nobody. @returns whether it had planned to */
  reaches(unit: number, time: number): boolean {
    const { planned, waiting } = this;
    if (time !== waiting[unit]) return false;
    waiting[unit] = Infinity;
    if (time !== planned[unit]) {
      if (planned[unit] < Infinity) this.wait(unit, true);
      return false;
    }
    planned[unit] = Infinity;
    // Reached, though rounding may leave the activity a little short of it.
    this.reached[unit] = 1;
    this.stirred[unit] = 1;
    this.noteReached(unit);
    return true;
  }

  // One task stands for all plans: a later plan waits for it to come up, so the queue does not fill with old ones.
  private wait(unit: number, again: boolean): void {
    const time = this.planned[unit];
    const before = this.waiting[unit];
    this.waiting[unit] = time;
    if (this.keeper) this.keeper.note(unit, before, again);
    else this.queue.at(time, new Visit(this, unit, time));
  }

  // An activity that moves by quanta in no time would be spoken of for ever.
  private noteReached(unit: number): void {
    const { lastReached, inHaste, address } = this;
    const now = this.queue.now();
    inHaste[unit] = now - lastReached[unit] > AT_ONCE ? 1 : inHaste[unit] + 1;
    lastReached[unit] = now;
    if (inHaste[unit] <= MANY) return;
    fail({
      where: `${address}, neuron ${unit} at ${now} tau`,
      got: `more than ${MANY} messages, each within ${AT_ONCE} tau of the last, with quantum ${this.quantum[unit]}`,
      expected: 'fewer: its activity is many orders of magnitude above its quantum',
      hint: 'a larger quantum, a relative one, or smaller inputs and weights',
    });
  }

  /** By how much its activity may move from what was said. */
  private step(unit: number): number {
    const quantum = this.quantum[unit];
    const { relative } = this.fineness;
    return relative === 0 ? quantum : Math.max(quantum, relative * Math.abs(this.said[unit]));
  }

  private halveLater(unit: number): void {
    const { queue, fineness } = this;
    const quantum = this.quantum[unit];
    // What is heard by nobody has no quantum to halve.
    if (!(quantum > fineness.smallest && quantum < Infinity && fineness.anneal < Infinity)) return;
    queue.at(queue.now() + fineness.anneal, this.halvingTask(unit));
  }

  private halvingTask(unit: number): Task {
    return { run: () => this.halve(unit), saved: { owner: this.address, what: { halve: unit } } };
  }

  private halve(unit: number): void {
    if (this.annealing[unit] === 0) return;
    this.quantum[unit] = Math.max(this.quantum[unit] / 2, this.fineness.smallest);
    this.stirred[unit] = 1;
    this.look(unit);
    this.halveLater(unit);
  }
}

/** Whoever keeps the visits of neurons. */
export interface VisitKeeper {
  /** One has been planned. @param before for when one waits already @param again in place of one that came up too early */
  note(unit: number, before: number, again: boolean): void;
}

/** A time at which a neuron planned to speak. */
export class Visit implements Task {
  constructor(
    readonly thresholds: Thresholds,
    readonly unit: number,
    readonly time: number,
  ) {}

  run(): void {
    this.thresholds.visit(this.unit, this.time);
  }

  get saved(): SavedTask {
    const { thresholds, unit, time } = this;
    return { owner: thresholds.address, what: { unit, time } };
  }
}
