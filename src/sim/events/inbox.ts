import { TrajectoryBuffer } from '../../neurons/trajectory-buffer.js';

/** What one block of synapses has left for one neuron: its part of an inbox. */
export interface Afferents {
  /** All that has to arrive before the neuron speaks has arrived since `clear`. */
  readonly complete: boolean;
  /** Sum of the last values, in the order of the synapses, whatever the order of their arrival. */
  sum(): number;
  /** Adds the futures told, from the origin of `sum` on; what was only said as a value stays as it is. */
  addFuture(sum: TrajectoryBuffer): void;
  /** Forgets what was left. */
  clear(): void;
}

/** Afferents from below. */
export interface BasalAfferents extends Afferents {
  /** What the neuron's own feedback adds to the sum of drives from below, at once, for each unit of it. */
  loopGain(): number;
}

/** One side of a neuron: what its synapses have left there. */
export class Inbox<P extends Afferents = Afferents> {
  /** Nearly always the only part: what is not in a list is found sooner. */
  private first: P | undefined;
  private more: readonly P[] = none;

  /** @param onComplete called at every arrival that finds everything complete */
  constructor(private readonly onComplete: () => void) {}

  connect(part: P): void {
    if (this.first === undefined) this.first = part;
    else this.more = [...this.more, part];
  }

  /** Something arrived that may have been waited for. */
  arrived(): void {
    if (this.complete) this.onComplete();
  }

  /** Something arrived that is to be reacted to, whatever else is missing. */
  stirred(): void {
    this.onComplete();
  }

  get complete(): boolean {
    const { first, more } = this;
    if (first !== undefined && !first.complete) return false;
    for (let i = 0; i < more.length; i++) if (!more[i].complete) return false;
    return true;
  }

  sum(): number {
    const { first, more } = this;
    let sum = 0;
    if (first !== undefined) sum += first.sum();
    for (let i = 0; i < more.length; i++) sum += more[i].sum();
    return sum;
  }

  /** Adds the futures told, from the origin of `sum` on. */
  addFuture(sum: TrajectoryBuffer): void {
    const { first, more } = this;
    if (first !== undefined) first.addFuture(sum);
    for (let i = 0; i < more.length; i++) more[i].addFuture(sum);
  }

  clear(): void {
    for (const part of this.all) part.clear();
  }

  /** All parts. */
  get all(): readonly P[] {
    return this.first === undefined ? none : [this.first, ...this.more];
  }
}

const none: readonly never[] = [];

/** The sum of all futures told to a neuron, from `now` on; it holds until the next one is taken. */
export function sumFutures(inbox: Inbox, now: number): TrajectoryBuffer {
  sum.begin(now);
  inbox.addFuture(sum);
  return sum;
}

const sum = new TrajectoryBuffer();
