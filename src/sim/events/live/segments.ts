import type { EventQueue } from '../../../messages/queue.js';
import { levels, type Task, type TaskOwner } from '../../../messages/task.js';
import type { ProtocolState, Segment } from '../present/protocol.js';

/** A stretch that has an end, whatever is under way then. */
export interface Stretch extends Segment {
  /** In tau. */
  readonly until: () => number;
}

/**
 * Plays stretches while time goes on by itself, cycle after cycle: what begins or ends at a time does so after everything
 * else of that instant.
 */
export class ClockedSegments implements TaskOwner {
  readonly address = 'clock';
  private readonly turn: Task = { run: () => this.next(), saved: { owner: this.address, what: null } };
  private segments: Iterator<Stretch, void> | undefined;
  private segment: Stretch | undefined;
  private over = 0;

  /** @param cycle makes the stretches of the next cycle */
  constructor(
    private readonly queue: EventQueue,
    private readonly cycle: () => Iterator<Stretch, void>,
  ) {}

  start(): void {
    this.queue.at(this.queue.now(), this.turn, levels.begins);
  }

  taskOf(): Task {
    return this.turn;
  }

  state(): ProtocolState {
    return { over: this.over, begun: this.segment !== undefined };
  }

  /** Passes over what was played of a cycle, silently. */
  restore({ over, begun }: ProtocolState): void {
    this.segments = this.cycle();
    for (this.over = 0; this.over < over; this.over++) this.segments.next();
    this.segment = begun ? this.take() : undefined;
  }

  private next(): void {
    if (this.segment) {
      this.segment.end?.();
      this.over++;
    }
    this.segment = this.take();
    this.segment.begin?.();
    const time = this.segment.until();
    if (time > this.queue.now()) this.queue.at(time, this.turn, levels.begins);
    else this.queue.lastly(this.turn);
  }

  private take(): Stretch {
    this.segments ??= this.cycle();
    for (;;) {
      const { done, value } = this.segments.next();
      if (!done) return value;
      this.over = 0;
      this.segments = this.cycle();
    }
  }
}
