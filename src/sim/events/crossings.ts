import { fail } from '../../errors.js';
import { numbers } from '../../math/numbers.js';
import type { Activation } from '../../neurons/activation.js';
import { nextCrossing, pieceAt, slopeOn } from '../../neurons/pieces.js';
import { largest } from '../../neurons/rounding.js';
import { correction, driveOf, plus, untilOutside } from '../../neurons/sliding.js';
import { mapLinear, type Trajectory, toldFrom, valueAt } from '../../neurons/trajectory.js';
import type { EventQueue, SavedTask, Task, TaskOwner } from './queue.js';
import type { State, Stateful } from './state.js';

/** So many changes within so many tau are taken for endless ones. */
const MANY = 64;
const MANY_CORRECTIONS = 4096;
const AT_ONCE = 1e-9;
/** A correction of the feedback by less than this, relative to what it may be, is not worth saying. */
const EXACT = 1e-13;
/** Corrections of the neurons of a node take turns this many tau apart. */
const TURN = 2 ** -44;

/** Whose kinks they are. */
export interface Kinked {
  /** `NODE[unit]` */
  readonly address: string;
  readonly activation: Activation;
  /** Its place in its node, and how many there are. */
  readonly unit: number;
  readonly units: number;
}

/** What a neuron plans: its pre-activation leaves its piece; it leaves the kink where it was held; its feedback changes. */
type Plan = 'cross' | 'release' | 'correct';

/**
 * When the slope of a neuron with a piecewise linear activation function changes, in continuous time: its pre-activation
 * crosses a kink at a time that is known as soon as its future is. It plans that, and plans anew when it hears anything.
 * Where both slopes drive it back to the kink it is held there (see `neurons/sliding.ts`), unless there is a band.
 */
export class Crossings implements TaskOwner, Stateful<State> {
  /** f' on the piece that the pre-activation lies in. */
  slope = 0;
  /** How often a kink has been crossed since `begin`, and how often it has held the neuron. */
  crossed = 0;
  held = 0;
  readonly address: string;
  private band = 0;
  /** The piece it is in; where it is held, the one below the kink. */
  private piece = 0;
  /** What it says where it is held at a kink. */
  private holding: Trajectory | undefined;
  /** Its pre-activation and its activity, as far as it knows. */
  private a: Trajectory = nothing;
  private x: Trajectory = nothing;
  private next: Plan = 'cross';
  private planned = Infinity;
  private target = 0;
  /** The earliest time at which a task of this neuron waits in the queue. */
  private waiting = Infinity;
  /** Times of the last changes. */
  private recent: number[] = [];
  private correctionsSince = 0;
  private corrections = 0;
  private loop: number | undefined;

  /** @param onChanged called when it says something else @param loopGain G, of the weights as they are */
  constructor(
    private readonly queue: EventQueue,
    private readonly of: Kinked,
    private readonly onChanged: () => void,
    private readonly loopGain: () => number,
  ) {
    this.address = `${of.address}.kinks`;
  }

  /** A relaxation begins, with the pre-activation `a`. @param band see `Relaxation` */
  begin(a: number, band: number): void {
    const { activation } = this.of;
    const { kinks } = activation;
    this.band = band;
    this.crossed = 0;
    this.held = 0;
    this.recent = [];
    this.corrections = 0;
    this.holding = undefined;
    this.loop = undefined;
    this.stop();
    this.piece = kinks ? pieceAt(kinks, a) : 0;
    this.slope = kinks ? slopeOn(activation, kinks, this.piece) : activation.slope(numbers, a);
  }

  /** What it says at its kink; undefined where it says its slope times its activity. */
  get feedback(): Trajectory | undefined {
    return this.holding && toldFrom(this.holding, this.queue.now());
  }

  /** The slope that makes its feedback of an activity now: between those of the two sides where a kink holds it. */
  slopeFor(activity: number): number {
    if (!this.holding || activity === 0) return this.slope;
    return valueAt(this.holding, this.queue.now()) / activity;
  }

  /**
   * Plans the next change, in place of any earlier plan. It never comes in this very instant, in which there may be more
   * to hear, but in the next one that a float64 can tell from it.
   * @param a the future of the pre-activation @param x of the activity
   */
  plan(a: Trajectory, x: Trajectory): void {
    const { kinks } = this.of.activation;
    if (!kinks || kinks.length === 0) return;
    const now = this.queue.now();
    this.a = a;
    this.x = toldFrom(x, now);
    if (this.holding) this.planHeld(now, kinks);
    else this.planCrossing(now, kinks);
    if (this.planned < this.waiting) this.wait();
  }

  /** Drops its plan. */
  stop(): void {
    this.planned = Infinity;
  }

  state(): State {
    const { slope, crossed, held, band, piece, planned, target, waiting, recent, corrections } = this;
    const { next, correctionsSince, holding = null, a, x } = this;
    const numbers = {
      slope,
      crossed,
      held,
      band,
      piece,
      planned,
      target,
      waiting,
      corrections,
      correctionsSince,
    };
    return { ...numbers, recent: [...recent], next, holding: holding as State, a: a as never, x: x as never };
  }

  restore(state: State): void {
    const { holding, ...rest } = state as { readonly holding: Trajectory | null };
    Object.assign(this, rest, { holding: holding ?? undefined, loop: undefined });
    this.recent = [...this.recent];
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
    if (this.next === 'correct') this.correct(time);
    else if (this.next === 'release' || !this.hold(time)) this.cross(time);
    this.onChanged();
  }

  private planCrossing(now: number, kinks: readonly number[]): void {
    // Where a kink may have held it all numbers of its pre-activation are rounding, and these are what it is a sum of.
    const size = this.held > 0 ? Math.abs(this.gain) * largest(this.x) : 0;
    const { wait, piece } = nextCrossing(kinks, this.piece, this.a, this.band, size);
    this.put('cross', Math.max(now + wait, after(now)), piece);
  }

  private planHeld(now: number, kinks: readonly number[]): void {
    const feedback = toldFrom(this.holding!, now);
    const change = correction(kinks[this.piece], driveOf(this.a), this.gain);
    if (largest(change) > EXACT * Math.max(largest(feedback), largest(this.x))) {
      this.put('correct', this.turnAfter(now), 0);
      return;
    }
    const { wait, bound } = untilOutside(feedback, this.bounds());
    this.put('release', Math.max(now + wait, after(now)), this.piece + bound);
  }

  private put(plan: Plan, time: number, target: number): void {
    this.next = plan;
    this.planned = time;
    this.target = target;
  }

  // One task stands for all plans: a later plan waits for it to come up.
  private wait(): void {
    this.waiting = this.planned;
    this.queue.at(this.planned, new Visit(this, this.planned));
  }

  // It comes to a kink: if the slope beyond would drive it back, that holds it.
  private hold(time: number): boolean {
    if (this.band > 0 || this.gain === 0) return false;
    const kink = Math.min(this.piece, this.target);
    this.x = toldFrom(this.x, time);
    const drive = driveOf(toldFrom(this.a, time));
    const said = mapLinear(this.x, (activity) => activity * this.slope);
    const needed = correction(this.of.activation.kinks![kink], drive, this.gain);
    const share = startOf(needed) / (startOf(this.x) * (this.slopeOf(this.target) - this.slope));
    if (!(share > 0 && share < 1)) return false;
    // Between the slopes, but these drive it away from the kink on both sides: it goes on.
    if (this.gain * startOf(needed) * (this.target - this.piece) > 0) return false;
    this.piece = kink;
    this.holding = plus(said, needed);
    this.held++;
    this.note(time);
    return true;
  }

  private cross(time: number): void {
    this.holding = undefined;
    this.piece = this.target;
    this.slope = this.slopeOf(this.piece);
    this.crossed++;
    this.note(time);
  }

  private correct(time: number): void {
    if (this.corrections === 0 || time - this.correctionsSince > AT_ONCE) {
      this.corrections = 0;
      this.correctionsSince = time;
    }
    if (++this.corrections > MANY_CORRECTIONS) this.refuseEndless(time, MANY_CORRECTIONS);
    this.x = toldFrom(this.x, time);
    const drive = driveOf(toldFrom(this.a, time));
    const feedback = toldFrom(this.holding!, time);
    const changed = plus(feedback, correction(this.of.activation.kinks![this.piece], drive, this.gain));
    const { wait, bound } = untilOutside(changed, this.bounds());
    this.target = this.piece + bound;
    if (wait === 0) this.cross(time);
    else this.holding = changed;
  }

  /** What the two slopes at its kink would make of its activity. */
  private bounds(): [Trajectory, Trajectory] {
    const at = (piece: number) => mapLinear(this.x, (activity) => activity * this.slopeOf(piece));
    return [at(this.piece), at(this.piece + 1)];
  }

  private slopeOf(piece: number): number {
    return slopeOn(this.of.activation, this.of.activation.kinks!, piece);
  }

  private get gain(): number {
    this.loop ??= this.loopGain();
    return this.loop;
  }

  // Corrections at once would each leave out the others (Jacobi), and need not settle; one after the other they do
  // (Gauss-Seidel, of a positive semidefinite matrix where feedback is transposed).
  private turnAfter(now: number): number {
    const { unit, units } = this.of;
    let step = TURN;
    while (step < Number.EPSILON * now) step *= 2;
    const round = units * step;
    const time = Math.floor(now / round) * round + unit * step;
    return time > now ? time : time + round;
  }

  private note(time: number): void {
    this.recent.push(time);
    if (this.recent.length > MANY) this.recent.shift();
    if (this.recent.length === MANY && time - this.recent[0] < AT_ONCE) this.refuseEndless(time, MANY);
  }

  private refuseEndless(time: number, many: number): never {
    const { band } = this;
    return fail({
      where: `${this.of.address} at ${time} tau`,
      got: `${many} changes of slope at a kink within ${AT_ONCE} tau${band > 0 ? ` with band ${band}` : ''}`,
      expected: 'fewer: whatever its slope is, it is driven back to the kink',
      hint: `a ${band > 0 ? 'wider ' : ''}band, such as ${band > 0 ? 100 * band : 1e-3}`,
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

const nothing: Trajectory = { origin: 0, constant: 0, terms: [] };

const startOf = ({ constant, terms }: Trajectory) => constant + (terms[0] ?? 0);

const after = (now: number) => now + Number.EPSILON * Math.max(1, now);
