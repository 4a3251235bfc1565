import { lastSameAs } from '../math/time.js';
import { EventHeap } from './heap.js';
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
  private readonly ends = new EventHeap<Task>();
  private readonly arrives = new EventHeap<Task>();
  private readonly begins = new EventHeap<Task>();
  /** By level. */
  private readonly heaps = [this.ends, this.arrives, this.begins] as const;
  /** How many wait that do not arrive: hardly ever any. */
  private others = 0;

  /** Whether those that arrive do so at ticks of a clock, many at one. */
  atTicks(sharing: boolean): void {
    this.arrives.sharing = sharing;
  }

  push(time: number, task: Task, level: Level): void {
    if (level === levels.arrives) {
      this.arrives.push(time, task);
      return;
    }
    this.others++;
    this.heaps[level].push(time, task);
  }

  /** The earliest time that anything waits for; Infinity when nothing does. */
  nextTime(): number {
    if (this.others === 0) return this.arrives.nextTime();
    return Math.min(this.ends.nextTime(), this.arrives.nextTime(), this.begins.nextTime());
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
    const all = Object.values(levels).flatMap((level) =>
      this.heaps[level].entries().map(({ time, item }) => ({ time, level, task: item })),
    );
    return all.sort((a, b) => a.time - b.time || a.level - b.level);
  }

  clear(): void {
    for (const heap of this.heaps) heap.clear();
    this.others = 0;
  }
}
