import { TrajectoryBuffer } from '../math/trajectory-buffer.js';

/** What the synapses of one block have left for the neurons on one side of it: parts of their inboxes, by place. */
export interface Afferents {
  /** All that has to arrive before the neuron speaks has arrived since `clear`. */
  complete(place: number): boolean;
  /** Sum of the last values, in the order of the synapses, whatever the order of their arrival. */
  sum(place: number): number;
  /** Adds the futures told, from the origin of `sum` on; what was only said as a value stays as it is. */
  addFuture(sum: TrajectoryBuffer, place: number): void;
  /** Forgets what was left. */
  clear(place: number): void;
}

/** Afferents from below. */
export interface BasalAfferents extends Afferents {
  /** What the neuron's own feedback adds to the sum of drives from below, at once, for each unit of it. */
  loopGain(place: number): number;
}

/** A part of an inbox. */
interface Part<P> {
  readonly block: P;
  /** The neuron's place in it. */
  readonly place: number;
}

/** One side of a neuron: what its synapses have left there. */
export class Inbox<P extends Afferents = Afferents> {
  /** The first part is nearly always the only one: what is not in a list is found sooner. */
  private block: P | undefined;
  private place = 0;
  private more: readonly Part<P>[] = none;

  /** @param onComplete called at every arrival that finds everything complete */
  constructor(private readonly onComplete: () => void) {}

  /** @param place the neuron's place in the block */
  connect(block: P, place: number): void {
    if (this.block === undefined) {
      this.block = block;
      this.place = place;
    } else this.more = [...this.more, { block, place }];
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
    const { block, more } = this;
    if (block !== undefined && !block.complete(this.place)) return false;
    for (let i = 0; i < more.length; i++) if (!more[i].block.complete(more[i].place)) return false;
    return true;
  }

  sum(): number {
    const { block, more } = this;
    let sum = 0;
    if (block !== undefined) sum += block.sum(this.place);
    for (let i = 0; i < more.length; i++) sum += more[i].block.sum(more[i].place);
    return sum;
  }

  /** Adds the futures told, from the origin of `sum` on. */
  addFuture(sum: TrajectoryBuffer): void {
    const { block, more } = this;
    if (block !== undefined) block.addFuture(sum, this.place);
    for (let i = 0; i < more.length; i++) more[i].block.addFuture(sum, more[i].place);
  }

  clear(): void {
    for (const { block, place } of this.all) block.clear(place);
  }

  /** All parts. */
  get all(): readonly Part<P>[] {
    const { block, place } = this;
    return block === undefined ? none : [{ block, place }, ...this.more];
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
