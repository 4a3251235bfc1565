import { numbers } from '../../math/numbers.js';
import { isZero, type Trajectory, valueAt } from '../../math/trajectory.js';
import { type Afferents, type BasalAfferents, Inbox, sumFutures } from '../../messages/inbox.js';
import { AxonLine, DendriteLine, TeachingLine } from '../../messages/line.js';
import type { Message, WeightChange } from '../../messages/message.js';
import type { Neuron } from '../../messages/ports.js';
import type { Stateful } from '../../messages/state.js';
import { merge, type Observable } from '../../messages/streams.js';
import type { Task, TaskOwner } from '../../messages/task.js';
import type { NeuronContext } from '../context.js';
import { Course, type CourseState } from '../course.js';
import type { Slopes } from '../derivative.js';
import type { NeuronOptions } from '../neuron-options.js';

/**
 * A neuron that nobody tells when anything begins or ends. It answers what comes from below, follows what comes from
 * above by saying where it will be (`trajectory` messages), and teaches its synapses, each when it finds it right; what
 * it has heard stands until it hears something else.
 */
export abstract class LiveNeuron implements Neuron, Task, TaskOwner, Stateful<LiveNeuronState> {
  bias: number;
  /** Nothing is kept for later: weights change when they are taught. */
  readonly biasGradient = 0;
  /** What it answered last. */
  forwardActivity = 0;
  slope = 0;
  readonly basal: Inbox<BasalAfferents> = new Inbox(() => this.hearBelow());
  readonly apical: Inbox<Afferents> = new Inbox(() => this.hearAbove());
  readonly axon = new AxonLine();
  readonly dendrite = new DendriteLine();
  readonly teaching = new TeachingLine();
  readonly messages: Observable<Message> = merge(this.axon, this.dendrite, this.teaching);
  /** Of an output, while it is known. */
  protected target: number | undefined;
  /** What its pool told it, if its loss has one. */
  private pooled: number | undefined;
  private total = 0;
  protected readonly course = new Course();
  /** Something new has come from below that it has not answered, and from above. */
  protected news = false;
  protected stirred = false;
  private said: number | undefined;
  /** What it says down is zero for ever, and those below know. */
  private silent = false;
  private pending = false;

  constructor(
    protected readonly around: NeuronContext,
    readonly options: NeuronOptions,
    private readonly change: WeightChange,
  ) {
    this.bias = options.bias;
  }

  get address(): string {
    return this.options.address;
  }

  /** Its target, or undefined where that is not known any more. */
  hear(target: number | undefined): void {
    this.target = target;
    this.hearAbove();
  }

  /** log sum exp over the activities of its node. */
  hearPool(value: number): void {
    this.pooled = value;
    this.hearAbove();
  }

  /** The sum over the targets of its node, with the targets. */
  hearTotal(value: number): void {
    this.total = value;
  }

  abstract run(): void;
  /** Begins its own rhythm, if it has one. */
  abstract start(): void;
  abstract taskOf(what: unknown): Task;

  protected hearBelow(): void {
    this.news = true;
    this.wake();
  }

  protected hearAbove(): void {
    this.stirred = true;
    this.wake();
  }

  protected wake(): void {
    if (this.pending) return;
    this.pending = true;
    this.around.queue.soon(this);
  }

  /** It has had its turn. */
  protected rest(): void {
    this.pending = false;
  }

  /** Answers all that stands in its basal inbox, and says so unless it said the same before. */
  protected answer(): void {
    const { activation, address: source, above: target } = this.options;
    const current = this.basal.sum();
    const a = current + this.bias;
    this.news = false;
    this.slope = activation.slope(numbers, this.around.rule.biasInDerivative ? a : current);
    const value = activation.rate(numbers, a);
    this.forwardActivity = value;
    if (value === this.said) return;
    this.said = value;
    this.around.traffic.sayUp(this.axon);
    this.axon.activity({ time: this.around.queue.now(), source, target, kind: 'activity', value });
  }

  /** Its own error: of an output whose target is known, else 0. */
  protected get error(): number {
    const { target, pooled, total, forwardActivity: activity } = this;
    const { loss } = this.options;
    if (!loss || target === undefined || (loss.pool && pooled === undefined)) return 0;
    return loss.error(numbers, { activity, target, pooled: pooled ?? 0, total });
  }

  /** From now on it follows its drive and `error`, or, as an output at the top, stays at that. */
  protected follow(error: number): void {
    const now = this.around.queue.now();
    this.stirred = false;
    if (this.options.role === 'clamped') this.course.stay(now, error);
    else this.course.follow(sumFutures(this.apical, now), error);
  }

  /** Says where its feedback will be, unless that is nothing, as it was. */
  protected foretell(future: Trajectory = this.course.feedback(this.around.rule.neuron, this.slope)): void {
    if (this.dendrite.idle) return;
    const silent = isZero(future);
    if (silent && this.silent) return;
    this.silent = silent;
    const { address: source, below: target } = this.options;
    const { queue, traffic } = this.around;
    const time = queue.now();
    traffic.sayDown(this.dendrite);
    this.dendrite.trajectory({
      time,
      source,
      target,
      kind: 'trajectory',
      value: valueAt(future, time),
      future,
    });
  }

  /** The postsynaptic factor of each term of the rule, of this activity. */
  protected factors(activity: number): number[] {
    const { slope } = this;
    const state: Slopes<number> & { activity: number } = { activity, slope, currentSlope: slope };
    return this.around.rule.plasticity.terms.map(({ post }) => post(numbers, state));
  }

  /** Its synapses change by these factors, times what each heard from below, now. */
  protected teach(factors: readonly number[]): void {
    if (factors.every((factor) => factor === 0)) return;
    const { address: source, below: target } = this.options;
    const { change } = this;
    const time = this.around.queue.now();
    for (const [term, value] of factors.entries()) {
      const { gain, pre } = this.around.rule.plasticity.terms[term];
      this.bias -= change.rate * gain * pre(numbers, unit) * value;
      this.around.traffic.teach(this.teaching);
      this.teaching.learn({ time, source, target, kind: 'learning', value, term });
    }
    const value = change.rate;
    this.teaching.update({ time, source, target, kind: 'update', value, term: 0, change });
  }

  state(): LiveNeuronState {
    const { bias, forwardActivity, slope, target, pooled, total, news, stirred, said, silent } = this;
    const course = this.course.state();
    return { bias, forwardActivity, slope, target, pooled, total, news, stirred, said, silent, course };
  }

  restore({ course, ...own }: LiveNeuronState): void {
    Object.assign(this, own);
    this.course.restore(course);
  }
}

/** What a live neuron is saved as; what was left in its inboxes is saved with its synapses. */
export interface LiveNeuronState {
  readonly bias: number;
  readonly forwardActivity: number;
  readonly slope: number;
  readonly target: number | undefined;
  readonly pooled: number | undefined;
  readonly total: number;
  readonly news: boolean;
  readonly stirred: boolean;
  readonly said: number | undefined;
  readonly silent: boolean;
  readonly course: CourseState;
}

/** A bias learns like a synapse from a neuron that always says one. */
const unit = { forwardActivity: 1, currentActivity: 1 };
