import { fail } from '../../errors.js';
import type { Batch, Relaxed } from '../simulator.js';
import { type CircuitState, takeState } from './circuit-state.js';
import type { Relaxing, RelaxingState } from './relaxing.js';
import type { Stage } from './trial.js';

/** A presentation under way: everything that it takes to go on from there, bit for bit, in either grain. */
export interface RunningState {
  readonly rule: string;
  readonly batch: Batch;
  readonly relaxing: RelaxingState;
  readonly circuit: CircuitState;
}

/** The presentation of one sample under way: it can be stopped at any time, saved, and gone on with. */
export class Running {
  private over = false;
  private relaxed: Relaxed | undefined;

  /** @param conclude what it has left, once it is over */
  constructor(
    private readonly stage: Stage,
    private readonly batch: Batch,
    private readonly relaxing: Relaxing,
    private readonly conclude: () => Relaxed,
  ) {}

  /** Time of the last event, in tau. */
  get time(): number {
    return this.stage.around.queue.now();
  }

  /** Plays all that happens up to and including `limit`, in tau; Infinity: to the end. @returns whether it is over */
  advance(limit: number): boolean {
    this.over ||= this.relaxing.advance(limit);
    return this.over;
  }

  /** What it has left; plays it to its end first. */
  result(): Relaxed {
    this.advance(Infinity);
    this.relaxed ??= this.conclude();
    return this.relaxed;
  }

  /**
   * What it takes to go on from here; see `EventSimulator.resume`.
   * @throws {RelaxonError} when it is over, or when somebody outside has tasks waiting in the queue
   */
  save(): RunningState {
    if (this.over) {
      const expected = 'one under way';
      fail({ where: 'Running.save', got: 'a presentation that is over', expected, hint: 'an earlier time' });
    }
    const { stage, batch, relaxing } = this;
    return {
      rule: stage.around.rule.name,
      batch,
      relaxing: relaxing.state(),
      circuit: takeState(stage),
    };
  }
}
