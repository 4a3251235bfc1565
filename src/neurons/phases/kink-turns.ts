import type { EventQueue } from '../../messages/queue.js';
import type { Task } from '../../messages/task.js';
import type { FutureReceivers } from './turns.js';

/** What a neuron has to tell: nothing; that its slope has changed; that what drives it has. */
export const news = { none: 0, slope: 1, all: 2 } as const;

/** What turns are given. */
export interface TurnSurroundings {
  readonly queue: EventQueue;
  /** What arrives under these keys drives neurons, and not only their slopes. */
  readonly drives: (path: string, keys: readonly number[]) => boolean;
}

/**
 * When neurons that go from kink to kink take turns within an instant: one at a time, in the order in which anything came to
 * them; at first when all has come that drives them and is waited for.
 */
export class KinkTurns implements FutureReceivers {
  /** By neuron: how many messages that drive it are waited for. */
  readonly missing: Uint32Array;
  private readonly turns: readonly Task[];
  private readonly news: Uint8Array;
  private readonly waits: Uint8Array;

  /** @param expire sums of what has arrived no longer hold @param go a neuron has its turn, with what it has to tell */
  constructor(
    private readonly around: TurnSurroundings,
    size: number,
    private readonly expire: () => void,
    go: (unit: number, told: number) => void,
  ) {
    this.missing = new Uint32Array(size);
    this.news = new Uint8Array(size);
    this.waits = new Uint8Array(size);
    const run = (unit: number) => {
      const told = this.news[unit];
      this.waits[unit] = 0;
      this.news[unit] = news.none;
      go(unit, told);
    };
    this.turns = Array.from(this.missing, (_, unit) => ({ run: () => run(unit) }));
  }

  /** Those who wait for nothing take their first turn. @param awaited by neuron */
  begin(awaited: Int32Array): void {
    this.missing.set(awaited);
    for (const [unit, messages] of awaited.entries()) if (messages === 0) this.stir(unit, news.all);
  }

  /** How many have never had all that they wait for. */
  get waiting(): number {
    return this.missing.reduce((sum, one) => sum + Number(one > 0), 0);
  }

  hear(awaited: number, path: string, keys: readonly number[]): void {
    for (const unit of this.missing.keys()) this.hearAt(unit, awaited, path, keys);
  }

  hearAt(unit: number, awaited: number, path: string, keys: readonly number[]): void {
    this.expire();
    if (!this.around.drives(path, keys)) {
      this.wake(unit);
      return;
    }
    const { missing } = this;
    missing[unit] = Math.max(0, missing[unit] - awaited);
    if (missing[unit] === 0) this.stir(unit, news.all);
  }

  /** Numbers have come to some: they only say where slopes are taken. */
  hearNumbers(units: Int32Array): void {
    this.expire();
    for (const unit of units) this.wake(unit);
  }

  /** A neuron has something to tell. */
  stir(unit: number, of: number): void {
    if (this.news[unit] < of) this.news[unit] = of;
    this.wake(unit);
  }

  private wake(unit: number): void {
    if (this.waits[unit] === 1) return;
    this.waits[unit] = 1;
    this.around.queue.soon(this.turns[unit]);
  }
}
