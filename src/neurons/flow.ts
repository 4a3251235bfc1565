import { type Trajectory, valueAt } from '../math/trajectory.js';
import { type BasalAfferents, type Inbox, sumFutures } from '../messages/inbox.js';
import type { AxonLine, DendriteLine } from '../messages/line.js';
import type { State, Stateful } from '../messages/state.js';
import type { NeuronContext } from './context.js';
import type { Course } from './course.js';
import { Crossings } from './crossings.js';
import type { NeuronOptions } from './neuron-options.js';
import type { Voice } from './voice.js';

/** What a flow is told by its neuron, and asks of it. */
export interface Flowing {
  readonly options: NeuronOptions;
  readonly voice: Voice;
  readonly bias: number;
  readonly course: Course;
  readonly basal: Inbox<BasalAfferents>;
  readonly axon: AxonLine;
  readonly dendrite: DendriteLine;
  /** Takes its turn in the next round. */
  wake(): void;
  /** Follows what it has heard from above. */
  follow(): void;
  /** Says where its feedback will be: slope times activity, or `held`. */
  foretellFeedback(slope: number, held?: Trajectory): void;
}

/**
 * A neuron in continuous time, with slopes of the moment: it says where it will be, down and up, when its drive has
 * changed, and down only when its slope has; and plans the next change of its slope, whatever has changed.
 */
export class Flow implements Stateful<State> {
  readonly crossings: Crossings;
  private band = 0;
  /** What it has not yet told of itself. */
  private news: 'all' | 'slope' | 'nothing' = 'nothing';
  /** It has a slope: from its first turn on until the next stimulus. */
  private placed = false;

  constructor(
    private readonly around: NeuronContext,
    private readonly neuron: Flowing,
  ) {
    this.crossings = new Crossings(
      around.queue,
      neuron.options,
      () => this.stir('slope'),
      () => loopGain(neuron.basal),
    );
  }

  /** A relaxation begins. @param band see `Relaxation` */
  begin(band: number): void {
    this.band = band;
    this.news = 'nothing';
  }

  /** No slope changes any more. */
  stop(): void {
    this.crossings.agenda.drop();
  }

  /** Its slope at an activity of its own; undefined before it has one. */
  slopeFor(activity: number): number | undefined {
    return this.placed ? this.crossings.slopeFor(activity) : undefined;
  }

  /** Something has changed that it is to tell. */
  stir(news: 'all' | 'slope'): void {
    if (this.news !== 'all') this.news = news;
    this.neuron.wake();
  }

  /** Its turn in a round. */
  run(): void {
    const { news, neuron } = this;
    this.news = 'nothing';
    if (news !== 'nothing') {
      if (!this.placed) this.place();
      if (news === 'all') neuron.follow();
      neuron.foretellFeedback(this.crossings.slope, this.crossings.feedback);
      if (news === 'all') this.foretellActivity();
    }
    if (this.placed && neuron.dendrite.inUse && !neuron.options.cell?.dead) this.plan();
  }

  /** What has to be kept of it; what waits in the queue belongs to `crossings.agenda`. */
  state(): State {
    const { band, news, placed, crossings } = this;
    return { own: { band, news, placed }, crossings: crossings.state() };
  }

  restore(state: State): void {
    const { own, crossings } = state as { readonly own: object; readonly crossings: State };
    Object.assign(this, own);
    this.crossings.restore(crossings);
  }

  private place(): void {
    const { crossings, neuron } = this;
    crossings.begin(neuron.basal.sum() + this.bias, this.band);
    if (neuron.options.cell?.dead) crossings.slope = 0;
    this.placed = true;
  }

  private plan(): void {
    const { basal, course } = this.neuron;
    const drive = sumFutures(basal, this.around.queue.now());
    drive.constant += this.bias;
    this.crossings.plan(drive.told(), course.told);
  }

  /** As far as it counts for slopes. */
  private get bias(): number {
    return this.around.rule.biasInDerivative ? this.neuron.bias : 0;
  }

  private foretellActivity(): void {
    const { options, axon, course } = this.neuron;
    if (options.role === 'clamped' || axon.idle) return;
    const { source, traffic } = this.neuron.voice;
    traffic.sayCourse(axon);
    const { above: target } = options;
    const time = this.around.queue.now();
    const future = course.told;
    axon.course({ time, source, target, kind: 'course', value: valueAt(future, time), future });
  }
}

function loopGain({ all }: Inbox<BasalAfferents>): number {
  let gain = 0;
  for (const { block, place } of all) gain += block.loopGain(place);
  return gain;
}
