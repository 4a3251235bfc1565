import { refuse } from '../../../errors.js';
import type { EventQueue } from '../../../messages/queue.js';

/** A stretch of a presentation. */
export interface Segment {
  /** What the protocol runner gives at its beginning, in no time. */
  readonly begin?: (() => void) | undefined;
  /** Then all runs through this time, in tau; without it, until nothing is under way any more. */
  readonly until?: () => number;
  /** Without that: over how many synapses, one after the other, something is under way; over all of a way if not given. */
  readonly hops?: number;
  /** At its end. */
  readonly end?: (() => void) | undefined;
  /** It is there for whoever looks on alone, and does not count: whoever goes on may look at other times. */
  readonly looks?: boolean;
}

/** How far a protocol has been played. */
export interface ProtocolState {
  /** Segments that are over, of those that count. */
  readonly over: number;
  /** What the next one begins with has been given. */
  readonly begun: boolean;
}

/** Plays segments one after the other; it can stop at any time, and a second one go on from there. */
export class Protocol {
  private over = 0;
  private segment: Segment | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly segments: Iterator<Segment, void>,
  ) {}

  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean {
    for (;;) {
      if (!this.segment) {
        const { done, value } = this.segments.next();
        if (done) return true;
        this.segment = value;
        value.begin?.();
      }
      if (!this.reach(this.segment, limit)) return false;
      this.segment.end?.();
      if (!this.segment.looks) this.over++;
      this.segment = undefined;
    }
  }

  state(): ProtocolState {
    return { over: this.over, begun: this.segment?.begin !== undefined };
  }

  /**
   * Of a protocol that has not been played: passes over what was played, silently.
   * @throws {InputError} on a place beyond its end
   */
  restore({ over, begun }: ProtocolState): void {
    for (this.over = 0; this.over < over; this.over++) this.pass();
    if (begun) this.segment = this.pass();
  }

  private pass(): Segment {
    for (;;) {
      const { done, value } = this.segments.next();
      if (done) break;
      if (!value.looks) return value;
    }
    const got = `more than the ${this.over} segments that there are`;
    return refuse({ where: 'saved simulation: presentation', got, expected: 'a place in it' });
  }

  // Time never goes beyond the last event of a segment that lasts until silence: what follows begins there.
  private reach(segment: Segment, limit: number): boolean {
    const time = segment.until?.();
    if (time === undefined) return this.queue.runWithin(limit);
    if (time <= limit) this.queue.runThrough(time);
    else this.queue.runWithin(limit);
    return time <= limit;
  }
}
