/** What arrivals are saved as: how many messages each neuron misses, and how many neurons have gone on. */
export interface ArrivalsState {
  readonly missing: Float64Array;
  readonly gone: number;
}

/**
 * Messages counted where they arrive. A neuron that has received all that it awaits is ready; whoever has it go on is
 * told once for all who become ready at the same time.
 */
export class Arrivals {
  private readonly missing: Int32Array;
  private readonly ready: Int32Array;
  private count = 0;
  private readonly alone: Int32Array[] = [];
  private gone = 0;
  private onReady: (() => void) | undefined;
  private reacts = false;
  /** What arrives is no news. */
  hushed = false;

  constructor(private readonly size: number) {
    this.missing = new Int32Array(size);
    this.ready = new Int32Array(size);
  }

  /** Nobody awaits anything. */
  get idle(): boolean {
    return this.onReady === undefined;
  }

  /** From now on each neuron awaits so many messages, all as many or each its own; with none it is ready. */
  await(messages: number | Int32Array, onReady: () => void): void {
    this.onReady = onReady;
    this.reacts = false;
    this.count = 0;
    this.gone = 0;
    if (typeof messages === 'number') this.missing.fill(messages);
    else this.missing.set(messages);
    for (let unit = 0; unit < this.size; unit++) if (this.missing[unit] === 0) this.make(unit);
  }

  /** What is awaited still is; whoever has neurons go on is another. */
  resume(onReady: () => void): void {
    this.onReady = onReady;
  }

  /** From now on a neuron is ready whenever anything has arrived at it. */
  react(onReady: () => void): void {
    this.await(1, onReady);
    this.reacts = true;
  }

  /** A neuron that reacts is ready, whatever has arrived. */
  stir(unit: number): void {
    if (this.missing[unit] === 0) return;
    this.missing[unit] = 0;
    this.make(unit);
  }

  /** So many messages have arrived at a neuron. */
  arrive(unit: number, messages: number): void {
    if (!this.onReady || this.hushed) return;
    if (this.reacts) {
      this.stir(unit);
      return;
    }
    this.missing[unit] -= messages;
    if (this.missing[unit] === 0) this.make(unit);
  }

  /** So many messages have arrived at each neuron. */
  arriveAtAll(messages: number): void {
    if (!this.onReady) return;
    for (let unit = 0; unit < this.size; unit++) this.arrive(unit, messages);
  }

  /** Whoever still waits does so no longer. */
  makeAll(): void {
    for (let unit = 0; unit < this.size; unit++) {
      if (this.missing[unit] <= 0) continue;
      this.missing[unit] = 0;
      this.make(unit);
    }
  }

  /** Those who are ready, in the order in which they became it; they are gone then. */
  take(): Int32Array {
    const { count, reacts } = this;
    if (!reacts) this.gone += count;
    this.count = 0;
    if (count === 1) return this.takeOne(this.ready[0]);
    const units = this.ready.slice(0, count);
    if (reacts) for (let i = 0; i < count; i++) this.missing[units[i]] = 1;
    return units;
  }

  /** Where neurons react it is one at a time, mostly: the list of one is kept. */
  private takeOne(unit: number): Int32Array {
    if (this.reacts) this.missing[unit] = 1;
    this.alone[unit] ??= Int32Array.of(unit);
    return this.alone[unit];
  }

  /** Between instants: nobody is ready and has not gone on. */
  state(): ArrivalsState {
    return { missing: Float64Array.from(this.missing), gone: this.gone };
  }

  restore({ missing, gone }: ArrivalsState): void {
    this.missing.set(missing);
    this.count = 0;
    this.gone = gone;
    this.reacts = false;
    this.onReady = undefined;
  }

  /** Nothing is awaited any more. @returns how many neurons were never ready */
  end(): number {
    this.onReady = undefined;
    return this.size - this.gone;
  }

  private make(unit: number): void {
    this.ready[this.count++] = unit;
    if (this.count === 1) this.onReady!();
  }
}
