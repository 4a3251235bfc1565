import { lastSameAs } from '../math/time.js';
import { EventHeap } from './heap.js';
import type { Stretches } from './stretches.js';
import { type Level, levels, type Task } from './task.js';

/** A task that waits, and for when. */
export interface WaitingTask {
  /** In tau. */
  readonly time: number;
  readonly level: Level;
  readonly task: Task;
}

/**
 * What waits for later times: in the order of times, and within an instant in that of levels. What lies apart by rounding
 * only is of one instant, as far as levels go: nothing arrives before that which ends there, or after that which begins.
 */
export class Waiting {
  /** Who takes over what arrives, where somebody can. */
  private stretches: Stretches | undefined;
  private readonly ends = new EventHeap<Task>();
  private readonly arrives = new EventHeap<Task>();
  private readonly begins = new EventHeap<Task>();
  /** By level. */
  private readonly heaps = [this.ends, this.arrives, this.begins] as const;
  /** How many wait that do not arrive: hardly ever any. */
  private others = 0;

  /** From now on, until all is dropped, somebody may take over what arrives; or nobody any more. */
  playBy(stretches: Stretches | undefined): void {
    this.stretches?.release();
    this.stretches = stretches;
  }

  /** Whoever takes over what arrives plays a stretch, if he can. @param busy the present instant is not over */
  plays(limit: number, busy: boolean): boolean {
    const { stretches } = this;
    if (stretches === undefined) return false;
    if (!busy && stretches.play(limit)) return true;
    stretches.release();
    return false;
  }

  /** Whether those that arrive do so at ticks of a clock, many at one. */
  atTicks(sharing: boolean): void {
    this.arrives.sharing = sharing;
  }

  push(time: number, task: Task, level: Level): void {
    if (this.stretches?.wait(time, task)) return;
    if (level === levels.arrives) {
      this.arrives.push(time, task);
      return;
    }
    this.others++;
    this.heaps[level].push(time, task);
  }

  /** The earliest time that anything waits for; Infinity when nothing does. */
  nextTime(): number {
    const held = this.stretches === undefined ? Infinity : this.stretches.nextTime;
    return Math.min(held, this.arrives.nextTime(), this.nextOfOthers());
  }

  /** The earliest time that anything waits for which does not arrive. */
  nextOfOthers(): number {
    return this.others === 0 ? Infinity : Math.min(this.ends.nextTime(), this.begins.nextTime());
  }

  /** Takes out all that arrives, in the order in which it would come out. */
  takeArrivals(): { readonly time: number; readonly item: Task }[] {
    const all = this.arrives.entries();
    this.arrives.clear();
    return all;
  }

  /** Level of what comes next. */
  nextLevel(): Level {
    if (this.others === 0) return levels.arrives;
    const ends = this.ends.nextTime();
    const arrives = this.arrives.nextTime();
    const begins = this.begins.nextTime();
    const instant = lastSameAs(Math.min(ends, arrives, begins));
    if (ends <= instant) return levels.ends;
    return arrives <= instant ? levels.arrives : levels.begins;
  }

  /** Time of what comes next of a level. */
  timeOf(level: Level): number {
    if (level === levels.arrives) return this.arrives.nextTime();
    return this.heaps[level].nextTime();
  }

  /** Takes out what comes next of a level; there must be something. */
  pop(level: Level): Task {
    if (level === levels.arrives) return this.arrives.pop();
    this.others--;
    return this.heaps[level].pop();
  }

  /** Everything, in the order in which it would come out. */
  entries(): WaitingTask[] {
    this.stretches?.release();
    const all = Object.values(levels).flatMap((level) =>
      this.heaps[level].entries().map(({ time, item }) => ({ time, level, task: item })),
    );
    return all.sort((a, b) => a.time - b.time || a.level - b.level);
  }

  clear(): void {
    this.stretches = undefined;
    for (const heap of this.heaps) heap.clear();
    this.others = 0;
  }
}
