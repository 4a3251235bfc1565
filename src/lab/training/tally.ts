/** Sums over samples, as JSON. */
export interface TallyState {
  readonly loss: number;
  /** Right answers; 0 where targets are no classes. */
  readonly correct: number;
  readonly samples: number;
}

/** Nothing counted yet. */
export const noTally: TallyState = { loss: 0, correct: 0, samples: 0 };

/** Means over samples; an accuracy only where targets are classes. */
export interface Means {
  readonly loss: number;
  readonly accuracy?: number;
}

/** Mean loss, and accuracy if there is any, over the samples counted. */
export class Tally {
  private loss = 0;
  private correct = 0;
  private samples = 0;

  /** @param judged whether answers are right or wrong: targets are classes */
  constructor(
    state?: TallyState,
    private readonly judged = true,
  ) {
    Object.assign(this, state);
  }

  /** @param meanLoss over the `samples` */
  add(meanLoss: number, correct: number, samples: number): void {
    this.loss += meanLoss * samples;
    this.correct += correct;
    this.samples += samples;
  }

  /** Gives the means and starts again. */
  take(): Means {
    const { loss, correct, samples } = this;
    const means = { loss: loss / samples, ...(this.judged && { accuracy: correct / samples }) };
    this.loss = 0;
    this.correct = 0;
    this.samples = 0;
    return means;
  }

  /** Nothing has been counted since it was taken. */
  get empty(): boolean {
    return this.samples === 0;
  }

  state(): TallyState {
    return { loss: this.loss, correct: this.correct, samples: this.samples };
  }
}
