import { refuse } from '../../../errors.js';
import type { Occupancy, Occupant } from '../../occupancy.js';

/** How something ended. */
type End = 'is over' | 'was abandoned' | 'failed';

/**
 * A presentation from beginning to end. While it lasts nothing else is presented; whatever ends it, the next one finds
 * nothing of it. One that does not come to its end leaves no trace: weights and random streams are put back.
 */
export class Undertaking implements Occupant {
  readonly where: string;
  private playing = false;
  private end: End | undefined;

  /**
   * @param method the call that begins it
   * @param giveUp leaves no trace of what has been played
   */
  constructor(
    private readonly occupancy: Occupancy,
    method: string,
    private readonly giveUp: () => void,
  ) {
    this.where = `${occupancy.simulator}.${method}`;
    occupancy.take(this);
  }

  get hint(): string {
    return this.playing ? 'again when it has returned' : 'result() or abandon() of what is under way first';
  }

  /**
   * Plays some of it; if that fails, it is abandoned.
   * @throws {InputError} from inside of itself, or when it has ended
   */
  play<T>(where: string, some: () => T): T {
    this.checkOpen(where);
    this.playing = true;
    try {
      return some();
    } catch (error) {
      this.drop('failed');
      throw error;
    } finally {
      this.playing = false;
    }
  }

  /** @throws {InputError} from inside of it, or when it has ended */
  checkOpen(where: string): void {
    const { end, playing } = this;
    const expected = 'one under way';
    if (end) refuse({ where, got: `a presentation that ${end}`, expected, hint: 'a new one' });
    if (!playing) return;
    const hint = 'again when advance() or result() has returned';
    refuse({ where, got: 'a call from inside the presentation', expected: 'one from outside', hint });
  }

  /** It has come to its end. */
  finish(): void {
    this.end = 'is over';
    this.occupancy.leave();
  }

  /** It is given up; nothing is done where it has ended. @throws {InputError} from inside of it */
  abandon(where: string): void {
    if (this.end) return;
    this.checkOpen(where);
    this.drop('was abandoned');
  }

  private drop(end: End): void {
    this.end = end;
    this.giveUp();
    this.occupancy.leave();
  }
}
