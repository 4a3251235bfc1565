import { refuse } from '../../../errors.js';
import { copyBatch } from '../../batch.js';
import type { Batch, Relaxed, RelaxPresentation } from '../../simulator.js';
import type { Relaxing, RelaxingState } from '../present/relaxing.js';
import type { Stage } from '../present/trial.js';
import type { Undertaking } from '../present/undertaking.js';
import { type CircuitState, takeState } from './circuit-state.js';
import type { Conditions } from './conditions.js';
import { presentedUnder } from './presented-under.js';

/** A presentation under way: everything that it takes to go on from there, bit for bit, in either grain. */
export interface RunningState {
  /** What it depends on beside: whoever goes on with it has to have the same. */
  readonly conditions: Conditions;
  readonly batch: Batch;
  readonly relaxing: RelaxingState;
  readonly circuit: CircuitState;
}

/** What is under way. */
export interface UnderWay {
  readonly undertaking: Undertaking;
  readonly batch: Batch;
  readonly relaxing: Relaxing;
  readonly presentation: RelaxPresentation;
  /** What it has left, once it is over. */
  conclude(): Relaxed;
}

/**
 * The presentation of one sample under way: it can be stopped at any time, saved, and gone on with. If it fails, it is
 * abandoned. All its methods refuse to be called from inside of it, by whoever hears of it.
 */
export class Running {
  private over = false;
  private relaxed: Relaxed | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly underWay: UnderWay,
  ) {}

  /** Time of the last event, in tau. */
  get time(): number {
    return this.stage.around.queue.now();
  }

  /**
   * Plays all that happens up to and including `limit`, in tau; Infinity: to the end. @returns whether it is over
   * @throws {InputError} on a limit that is no time, and once it was abandoned or has failed
   */
  advance(limit: number): boolean {
    const where = 'Running.advance';
    if (Number.isNaN(limit)) refuse({ where, got: 'NaN', expected: 'a time in tau, or Infinity' });
    if (this.relaxed) return true;
    const { undertaking, relaxing } = this.underWay;
    undertaking.play(where, () => {
      this.over ||= relaxing.advance(limit);
    });
    return this.over;
  }

  /** What it has left; plays it to its end first. @throws {InputError} as advance */
  result(): Relaxed {
    if (this.relaxed) return this.relaxed;
    const { undertaking, relaxing, conclude } = this.underWay;
    this.relaxed = undertaking.play('Running.result', () => {
      this.over ||= relaxing.advance(Infinity);
      return conclude();
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
    const { stage } = this;
    const { undertaking, batch, relaxing, presentation } = this.underWay;
    undertaking.checkOpen(where);
    if (this.over) {
      const expected = 'one under way';
      refuse({ where, got: 'a presentation that is over', expected, hint: 'an earlier time' });
    }
    return {
      conditions: presentedUnder(stage, stage.around.rule, presentation),
      batch: copyBatch(batch),
      relaxing: relaxing.state(),
      circuit: takeState(stage),
    };
  }
}
