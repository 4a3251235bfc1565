import { fail } from '../../errors.js';
import { numbers } from '../../math/numbers.js';
import type { Activation } from '../../neurons/activation.js';
import { nextCrossing, pieceAt, slopeOn } from '../../neurons/pieces.js';
import type { Trajectory } from '../../neurons/trajectory.js';
import type { EventQueue, SavedTask, Task, TaskOwner } from './queue.js';
import type { Stateful } from './state.js';

/** So many crossings within so many tau are taken for endless ones. */
const MANY = 64;
const AT_ONCE = 1e-9;

/** Whose kinks they are. */
export interface Kinked {
  /** `NODE[unit]` */
  readonly address: string;
  readonly activation: Activation;
}

/** What has to be kept of a neuron's kinks. */
export interface CrossingsState {
  readonly band: number;
  readonly slope: number;
  readonly piece: number;
  readonly count: number;
  readonly planned: number;
  readonly target: number;
  readonly waiting: number;
  readonly recent: readonly number[];
}

/**
 * When the slope of a neuron with a piecewise linear activation function changes, in continuous time: its pre-activation
 * crosses a kink at a time that is known as soon as its future is. It plans that, and plans anew when it hears anything.
 */
export class Crossings implements TaskOwner, Stateful<CrossingsState> {
  /** f' on the piece that the pre-activation lies in. */
  slope = 0;
  /** How often a kink has been crossed since `begin`. */
  count = 0;
  readonly address: string;
  private band = 0;
  private piece = 0;
  private planned = Infinity;
  private target = 0;
  /** The earliest time at which a task of this neuron waits in the queue. */
  private waiting = Infinity;
  /** Times of the last crossings. */
  private recent: number[] = [];

  /** @param onCrossed called when the slope has changed */
  constructor(
    private readonly queue: EventQueue,
    private readonly of: Kinked,
    private readonly onCrossed: () => void,
  ) {
    this.address = `${of.address}.kinks`;
  }

  /** A relaxation begins, with the pre-activation `a`. @param band see `Relaxation` */
  begin(a: number, band: number): void {
    const { kinks } = this.of.activation;
    this.band = band;
    this.count = 0;
    this.recent = [];
    this.stop();
    this.piece = kinks ? pieceAt(kinks, a) : 0;
    this.slope = kinks
      ? slopeOn(this.of.activation, kinks, this.piece)
      : this.of.activation.slope(numbers, a);
  }

  /**
   * Plans the next crossing of a pre-activation whose future is `a`, in place of any earlier plan. It never comes in this
   * very instant, in which there may be more to hear, but in the next one that a float64 can tell from it.
   */
  plan(a: Trajectory): void {
    const { kinks } = this.of.activation;
    if (!kinks || kinks.length === 0) return;
    const { wait, piece } = nextCrossing(kinks, this.piece, a, this.band);
    const now = this.queue.now();
    this.planned = Math.max(now + wait, now + Number.EPSILON * Math.max(1, now));
    this.target = piece;
    if (this.planned < this.waiting) this.wait();
  }

  /** Drops its plan. */
  stop(): void {
    this.planned = Infinity;
  }

  state(): CrossingsState {
    const { band, slope, piece, count, planned, target, waiting, recent } = this;
    return { band, slope, piece, count, planned, target, waiting, recent: [...recent] };
  }

  restore({ recent, ...state }: CrossingsState): void {
    Object.assign(this, state);
    this.recent = [...recent];
  }

  /** The visit that waits for the time `what`. */
  taskOf(what: unknown): Task {
    return new Visit(this, what as number);
  }

  /** A time has come for which it may have planned something. */
  visit(time: number): void {
    if (time !== this.waiting) return;
    this.waiting = Infinity;
    if (time < this.planned) {
      if (this.planned < Infinity) this.wait();
      return;
    }
    this.planned = Infinity;
    this.cross(time);
  }

  // One task stands for all plans: a later plan waits for it to come up.
  private wait(): void {
    this.waiting = this.planned;
    this.queue.at(this.planned, new Visit(this, this.planned));
  }

  private cross(time: number): void {
    const { activation } = this.of;
    this.piece = this.target;
    this.slope = slopeOn(activation, activation.kinks!, this.piece);
    this.count++;
    this.recent.push(time);
    if (this.recent.length > MANY) this.recent.shift();
    if (this.recent.length === MANY && time - this.recent[0] < AT_ONCE) this.refuseEndless(time);
    this.onCrossed();
  }

  private refuseEndless(time: number): never {
    return fail({
      where: `${this.of.address} at ${time} tau`,
      got: `${MANY} crossings of its kink within ${AT_ONCE} tau${this.band > 0 ? ` with band ${this.band}` : ''}`,
      expected: 'fewer: both of its slopes drive it back to the kink',
      hint: `a ${this.band > 0 ? 'wider ' : ''}band, such as ${this.band > 0 ? 100 * this.band : 1e-3}`,
    });
  }
}

/** A time that a neuron has planned something for. */
class Visit implements Task {
  constructor(
    private readonly crossings: Crossings,
    private readonly time: number,
  ) {}

  run(): void {
    this.crossings.visit(this.time);
  }

  get saved(): SavedTask {
    return { owner: this.crossings.address, what: this.time };
  }
}
