/** Sums over samples, as JSON. */
export interface TallyState {
  readonly loss: number;
  readonly correct: number;
  readonly samples: number;
}

/** Nothing counted yet. */
export const noTally: TallyState = { loss: 0, correct: 0, samples: 0 };

/** Mean loss and accuracy over the samples counted. */
export class Tally {
  private loss = 0;
  private correct = 0;
  private samples = 0;

  constructor(state?: TallyState) {
    Object.assign(this, state);
  }

  /** @param meanLoss over the `samples` */
  add(meanLoss: number, correct: number, samples: number): void {
    this.loss += meanLoss * samples;
    this.correct += correct;
    this.samples += samples;
  }

  /** Gives the means and starts again. */
  take(): { readonly loss: number; readonly accuracy: number } {
    const means = { loss: this.loss / this.samples, accuracy: this.correct / this.samples };
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
