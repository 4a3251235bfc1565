import { numbers } from '../math/numbers.js';
import { largest } from '../math/rounding.js';
import { mapLinear, plus, type Trajectory, toldFrom, valueAt } from '../math/trajectory.js';
import { Agenda } from '../messages/agenda.js';
import type { EventQueue } from '../messages/queue.js';
import type { State, Stateful } from '../messages/state.js';
import { nextInstant, turnAfter } from '../messages/turns.js';
import type { Kinked, SavedCrossings } from './kinked.js';
import { nextCrossing, pieceAt, slopeOn } from './pieces.js';
import { correction, driveOf, holding, untilOutside } from './sliding.js';
import { ZenoGuard } from './zeno-guard.js';

/** A correction of the feedback by less than this, relative to what it may be, is not worth saying. */
const EXACT = 1e-13;

/** What a neuron plans: its pre-activation leaves its piece; it leaves the kink that holds it; its feedback is corrected. */
type Plan = 'cross' | 'release' | 'correct';

/**
 * When the slope of a neuron with a piecewise linear activation function changes, in continuous time: its pre-activation
 * crosses a kink at a time that is known as soon as its future is. It plans that, and plans anew when it hears anything.
 * Where both slopes drive it back to the kink it is held there (see `neurons/sliding.ts`), unless there is a band.
 */
export class Crossings implements Stateful<State> {
  /** f' on the piece that the pre-activation lies in. */
  slope = 0;
  /** How often a kink has been crossed since `begin`, and how often one has held the neuron. */
  crossed = 0;
  held = 0;
  /** What it plans to do next; the owner of what waits in the queue. */
  readonly agenda: Agenda;
  private next: Plan = 'cross';
  /** The piece after what is planned. */
  private target = 0;
  private band = 0;
  /** The piece it is in; where it is held, the one below the kink. */
  private piece = 0;
  /** What it says where it is held at a kink. */
  private holding: Trajectory | undefined;
  /** Its pre-activation and its activity, as far as it knows. */
  private a: Trajectory = nothing;
  private x: Trajectory = nothing;
  private readonly zenoGuard = new ZenoGuard();
  private loop: number | undefined;

  /** @param onChanged called when it says something else @param loopGain G, of the weights as they are */
  constructor(
    private readonly queue: EventQueue,
    private readonly of: Kinked,
    private readonly onChanged: () => void,
    private readonly loopGain: () => number,
  ) {
    this.agenda = new Agenda(queue, of.agenda ?? `${of.address}.kinks`, (time) => this.act(time));
  }

  /** A relaxation begins, with the pre-activation `a`. @param band see `Relaxation` */
  begin(a: number, band: number): void {
    const { activation } = this.of;
    const { kinks } = activation;
    this.band = band;
    this.crossed = 0;
    this.held = 0;
    this.zenoGuard.begin();
    this.holding = undefined;
    this.loop = undefined;
    this.agenda.drop();
    this.piece = kinks ? pieceAt(kinks, a) : 0;
    this.slope = kinks ? slopeOn(activation, kinks, this.piece) : activation.slope(numbers, a);
  }

  /** What it says at its kink; undefined where it says its slope times its activity. */
  get feedback(): Trajectory | undefined {
    return this.holding && toldFrom(this.holding, this.queue.now());
  }

  /** The slope that makes its feedback of an activity, now or later: between those of the two sides where a kink holds it. */
  slopeFor(activity: number, time = this.queue.now()): number {
    if (!this.holding || activity === 0) return this.slope;
    return valueAt(this.holding, time) / activity;
  }

  /**
   * Plans the next change, in place of any earlier plan. It never comes in this very instant, in which there may be more
   * to hear.
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
  }

  /** What has to be kept of it. */
  state(): State {
    const { slope, crossed, held, next, target, band, piece, holding = null, a, x } = this;
    const { planned, waiting } = this.agenda;
    const futures = { holding, a, x } as unknown as State;
    const plan = { planned, waiting, zeno: this.zenoGuard.state };
    return { own: { slope, crossed, held, next, target, band, piece }, futures, plan };
  }

  restore(state: State): void {
    const { own, futures, plan } = state as unknown as SavedCrossings;
    Object.assign(this, own, { a: futures.a, x: futures.x, holding: futures.holding ?? undefined });
    this.loop = undefined;
    this.agenda.planned = plan.planned;
    this.agenda.waiting = plan.waiting;
    this.zenoGuard.state = plan.zeno;
  }

  private planCrossing(now: number, kinks: readonly number[]): void {
    // Where a kink has held it, all that is left of its pre-activation may be rounding: of numbers of this size.
    const size = this.held > 0 ? Math.abs(this.gain) * largest(this.x) : 0;
    const { wait, piece } = nextCrossing(kinks, this.piece, this.a, this.band, size);
    this.put('cross', Math.max(now + wait, nextInstant(now)), piece);
  }

  private planHeld(now: number, kinks: readonly number[]): void {
    const feedback = toldFrom(this.holding!, now);
    const change = correction(kinks[this.piece], driveOf(this.a), this.gain);
    if (largest(change) > EXACT * Math.max(largest(feedback), largest(this.x))) {
      const { unit, units } = this.of;
      this.put('correct', turnAfter(now, unit, units), this.piece);
      return;
    }
    const { wait, bound } = untilOutside(feedback, this.bounds());
    this.put('release', Math.max(now + wait, nextInstant(now)), this.piece + bound);
  }

  private put(plan: Plan, time: number, target: number): void {
    this.next = plan;
    this.target = target;
    this.agenda.plan(time);
  }

  private act(time: number): void {
    this.x = toldFrom(this.x, time);
    this.a = toldFrom(this.a, time);
    if (this.next === 'correct') this.correct(time);
    else if (this.next === 'release' || !this.hold(time)) this.cross(time);
    this.onChanged();
  }

  private cross(time: number): void {
    this.zenoGuard.note('change', this.of.address, time, this.band);
    this.holding = undefined;
    this.piece = this.target;
    this.slope = this.slopeOf(this.piece);
    this.crossed++;
  }

  private hold(time: number): boolean {
    if (this.band > 0) return false;
    const { piece, target, x, a } = this;
    const slopes = [this.slope, this.slopeOf(target)] as const;
    const place = Math.min(piece, target);
    const way = target > piece ? 1 : -1;
    const kink = this.of.activation.kinks![place];
    const feedback = holding({ kink, way, slopes, x, a, loop: this.gain });
    if (!feedback) return false;
    this.zenoGuard.note('change', this.of.address, time, this.band);
    this.piece = place;
    this.holding = feedback;
    this.held++;
    return true;
  }

  private correct(time: number): void {
    this.zenoGuard.note('correction', this.of.address, time, this.band);
    const change = correction(this.of.activation.kinks![this.piece], driveOf(this.a), this.gain);
    const feedback = plus(toldFrom(this.holding!, time), change);
    const { wait, bound } = untilOutside(feedback, this.bounds());
    this.target = this.piece + bound;
    if (wait === 0) this.cross(time);
    else this.holding = feedback;
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
}

const nothing: Trajectory = { origin: 0, constant: 0, terms: [] };
