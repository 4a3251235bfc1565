/** One actor, or some of a list that several lines share: those at `from`, `from` + `step`, ... before `end`. */
export class Listeners<Listener> {
  private constructor(
    readonly one: Listener | undefined,
    readonly list: readonly Listener[],
    readonly from: number,
    readonly step: number,
    readonly end: number,
  ) {}

  static one<Listener>(listener: Listener): Listeners<Listener> {
    return new Listeners(listener, none, 0, 1, 0);
  }

  static of<Listener>(list: readonly Listener[], from = 0, step = 1, end = list.length): Listeners<Listener> {
    return new Listeners<Listener>(undefined, list, from, step, end);
  }

  get count(): number {
    return this.one ? 1 : Math.ceil((this.end - this.from) / this.step);
  }

  /** One after the other, in a list of their own. */
  get all(): Listener[] {
    if (this.one) return [this.one];
    return Array.from({ length: this.count }, (_, k) => this.list[this.from + k * this.step]);
  }
}

const none: readonly never[] = [];
