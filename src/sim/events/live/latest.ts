import { copyUnits, type Units } from './stimulus.js';

interface Shown {
  readonly inputs: Units;
  targets: Units | undefined;
}

/** What waits for the next cycle and what this one is about: plain data. */
export interface LatestState {
  readonly shown: Shown | undefined;
  readonly waiting: Shown | undefined;
  readonly missed: number;
}

/** Inputs that wait for the next cycle, the latest of them only. */
export class Latest {
  /** Inputs that were never taken, because others came. */
  missed = 0;
  private shown: Shown | undefined;
  private waiting: Shown | undefined;

  show(inputs: Units, targets: Units | undefined): void {
    if (this.waiting) this.missed++;
    this.waiting = { inputs, targets };
  }

  /** Of what came last; none if they hold no longer. */
  teach(targets: Units | undefined): void {
    const latest = this.waiting ?? this.shown;
    if (latest) latest.targets = targets;
  }

  /** A cycle begins. @returns what it is about; nothing, if nothing has ever come */
  take(): Units | undefined {
    this.shown = this.waiting ?? this.shown;
    this.waiting = undefined;
    return this.inputs;
  }

  /** What this cycle is about. */
  get inputs(): Units | undefined {
    return this.shown?.inputs;
  }

  /** What should be answered to that, as far as it is known now. */
  get targets(): Units | undefined {
    return this.shown?.targets;
  }

  state(): LatestState {
    const { shown, waiting, missed } = this;
    return { shown: shown && copyOf(shown), waiting: waiting && copyOf(waiting), missed };
  }

  restore({ shown, waiting, missed }: LatestState): void {
    this.shown = shown && copyOf(shown);
    this.waiting = waiting && copyOf(waiting);
    this.missed = missed;
  }
}

const copyOf = ({ inputs, targets }: Shown): Shown => ({
  inputs: copyUnits(inputs),
  targets: targets && copyUnits(targets),
});
