import { refuse } from '../../../errors.js';
import type { Batch, Relaxed } from '../../simulator.js';
import type { RelaxingState } from '../phases/relaxing.js';
import type { Undertaking } from '../present/undertaking.js';
import type { Conditions } from './conditions.js';
import type { PhasedCircuitState } from './phases-state.js';

/** A presentation under way: everything that it takes to go on from there, bit for bit, in either grain. */
export interface RunningState {
  /** What it depends on beside: whoever goes on with it has to have the same. */
  readonly conditions: Conditions;
  readonly batch: Batch;
  readonly relaxing: RelaxingState;
  readonly circuit: PhasedCircuitState;
}

/** What is under way. */
export interface UnderWay {
  readonly undertaking: Undertaking;
  /** Time of the last event, in tau. */
  now(): number;
  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean;
  /** What it has left, once it is over. */
  conclude(): Relaxed;
  state(): RunningState;
}

/**
 * The presentation of one sample under way: it can be stopped at any time, saved, and gone on with. If it fails, it is
 * abandoned. All its methods refuse to be called from inside of it, by whoever hears of it.
 */
export class Running {
  private over = false;
  private relaxed: Relaxed | undefined;

  constructor(private readonly underWay: UnderWay) {}

  /** Time of the last event, in tau. */
  get time(): number {
    return this.underWay.now();
  }

  /**
   * Plays all that happens up to and including `limit`, in tau; Infinity: to the end. @returns whether it is over
   * @throws {InputError} on a limit that is no time, and once it was abandoned or has failed
   */
  advance(limit: number): boolean {
    const where = 'Running.advance';
    if (Number.isNaN(limit)) refuse({ where, got: 'NaN', expected: 'a time in tau, or Infinity' });
    if (this.relaxed) return true;
    this.underWay.undertaking.play(where, () => {
      this.over ||= this.underWay.advance(limit);
    });
    return this.over;
  }

  /** What it has left; plays it to its end first. @throws {InputError} as advance */
  result(): Relaxed {
    if (this.relaxed) return this.relaxed;
    const { undertaking } = this.underWay;
    this.relaxed = undertaking.play('Running.result', () => {
      this.over ||= this.underWay.advance(Infinity);
      return this.underWay.conclude();
    });
    undertaking.finish();
    return this.relaxed;
  }

  /**
   * Gives it up, so that something else can be presented: weights and random streams are as they were before it began.
   * Nothing is done once it is over.
   * @throws {InputError} from inside of it
   */
  abandon(): void {
    this.underWay.undertaking.abandon('Running.abandon');
  }

  /**
   * What it takes to go on from here; see `EventSimulator.resume`.
   * @throws {InputError} when it is over, was abandoned or has failed
   * @throws {RelaxonError} when somebody outside has tasks waiting in the queue
   */
  save(): RunningState {
    const where = 'Running.save';
    this.underWay.undertaking.checkOpen(where);
    if (this.over) {
      const expected = 'one under way';
      refuse({ where, got: 'a presentation that is over', expected, hint: 'an earlier time' });
    }
    return this.underWay.state();
  }
}
