import { numbers } from '../math/numbers.js';
import { type Trajectory, valueAt } from '../math/trajectory.js';
import type { Tick, Ticking } from '../messages/clock.js';
import { countedOn } from '../messages/counted.js';
import { type BasalAfferents, Inbox, sumFutures } from '../messages/inbox.js';
import { AxonLine, DendriteLine, TeachingLine } from '../messages/line.js';
import type {
  ActivitySample,
  LearningMessage,
  Message,
  TraceColumns,
  UpdateMessage,
  WeightChange,
} from '../messages/message.js';
import type { Neuron } from '../messages/ports.js';
import type { Stateful } from '../messages/state.js';
import { merge, NEVER, type Observable, Subject } from '../messages/streams.js';
import type { Task, TaskOwner } from '../messages/task.js';
import type { Traffic } from '../messages/traffic.js';
import type { Cell } from './cell.js';
import type { NeuronContext } from './context.js';
import { Course } from './course.js';
import { Flow, type Flowing } from './flow.js';
import type { OutputState } from './loss.js';
import { eulerStep, type NeuronState } from './model.js';
import type { NeuronOptions } from './neuron-options.js';
import type { NeuronActorState, Phase } from './neuron-state.js';
import type { Signal } from './signal.js';
import type { Fineness } from './speech.js';
import { Threshold } from './threshold.js';
import { type Voice, voiceOf } from './voice.js';

/**
 * A neuron: it knows its own state, what was delivered to its two inboxes, and the phase. It answers a forward
 * sweep once, after all its afferent synapses. In the relaxation it either moves at ticks and says so, or says once
 * where it will be at every later time, and again whenever it hears something new from above.
 */
export class NeuronActor
  implements
    Task,
    Ticking,
    Flowing,
    Neuron,
    NeuronState<number>,
    OutputState<number>,
    Stateful<NeuronActorState>
{
  /** x */
  activity = 0;
  slope = 0;
  drive = 0;
  /** The forward activity, latched. */
  forwardActivity = 0;
  target = 0;
  pooled = 0;
  total = 0;
  bias: number;
  /** Of its options: asked for at every step. */
  private readonly cell: Cell | undefined;
  readonly voice: Voice;
  biasGradient = 0;
  /** Bottom-up currents, and top-down drives. */
  readonly basal: Inbox<BasalAfferents>;
  readonly apical: Inbox;
  /** Says activity to the synapses above. */
  readonly axon = new AxonLine();
  /** Says feedback to the synapses below. */
  readonly dendrite = new DendriteLine();
  /** Says the postsynaptic factor of plasticity to its own synapses. */
  readonly teaching = new TeachingLine();
  /** Made where somebody listens. */
  private samples: Subject<ActivitySample> | undefined;
  private phase: Phase = 'sweep';
  private driveSamples: Subject<ActivitySample> | undefined;
  readonly course: Course;
  /** It waits for its turn. */
  private pending = false;
  /** It waits for its clock to give it its turn. */
  private ticked = false;
  /** It has answered the forward sweep. */
  private answered = false;
  /** Of threshold messages: it has heard something that it has not considered. */
  private news = false;
  /** It has moved since it last said so to those above. */
  private moved = false;
  private error = 0;
  /** Of threshold messages, in the relaxation. */
  private threshold: Threshold | undefined;
  /** Of trajectory messages while slopes are those of the moment. */
  private flow: Flow | undefined;
  /** What an optimiser keeps of its bias. */
  biasTraces: TraceColumns | undefined;

  constructor(
    private readonly around: NeuronContext,
    readonly options: NeuronOptions,
  ) {
    this.bias = options.bias;
    this.cell = options.cell;
    this.voice = voiceOf(options, around);
    this.course = new Course(options.cell?.tau);
    this.basal = new Inbox(() => this.listen());
    this.apical = new Inbox(() => this.overhear());
  }

  /** Where what it says is counted. */
  get traffic(): Traffic {
    return this.voice.traffic;
  }

  /** Everything it says; a dead one says nothing. */
  get messages(): Observable<Message> {
    return this.cell?.dead ? NEVER : merge(this.axon, this.dendrite, this.teaching);
  }

  /** Of that, the messages that count: see `Energy`. */
  get counted(): Observable<Message> {
    const { axon, dendrite, teaching, traffic } = this;
    return this.cell?.dead
      ? NEVER
      : merge(...[axon, dendrite, teaching].map((line) => countedOn(line, traffic)));
  }

  /** Its activity, whenever that is set. */
  get activities(): Observable<ActivitySample> {
    this.samples ??= new Subject<ActivitySample>();
    return this.samples;
  }

  /** Its drive, whenever that is set: at a step, or when something new is heard in continuous time. */
  get drives(): Observable<ActivitySample> {
    this.driveSamples ??= new Subject<ActivitySample>();
    return this.driveSamples;
  }

  /** Its activity at a time between events, as its course has it where it moves by itself. */
  activityAt(time: number): number {
    const moves = this.phase === 'trajectory' || this.phase === 'threshold' || this.phase === 'flow';
    return moves && !this.cell?.dead ? this.course.at(time) : this.activity;
  }

  /**
   * What draws its activity at a time between events: apical sum and error. Of a neuron that steps: by which it made its
   * last step, noise with it. 0 before anything has come, and of one that is clamped.
   */
  driveAt(time: number): number {
    const moves = this.phase === 'trajectory' || this.phase === 'threshold' || this.phase === 'flow';
    return moves ? this.course.driveAt(time) : this.drive;
  }

  /** f' at what comes from below now. */
  get currentSlope(): number {
    return this.flow?.slopeFor(this.activity) ?? this.slopeAt(this.basal.sum());
  }

  /** How often its pre-activation has crossed a kink in this relaxation, in continuous time. */
  get crossed(): number {
    return this.flow?.crossings.crossed ?? 0;
  }

  /** How often a kink has held it in this relaxation, for both its slopes drove it back there. */
  get held(): number {
    return this.flow?.crossings.held ?? 0;
  }

  /** It is an input that relaxes: a linear neuron whose only input is the stimulus. */
  present(value: number): void {
    this.bias = value;
    this.wake();
  }

  /** What the protocol runner says to everybody. */
  signal(signal: Signal): void {
    switch (signal.kind) {
      case 'begin':
        this.begin();
        break;
      case 'relax':
        this.latch(signal);
        break;
      case 'quantum':
        this.threshold = this.thresholdOf(signal.fineness(this.options.node));
        break;
      case 'rest':
        this.rest(signal.forGood);
        break;
      case 'flush':
        this.phase = 'sampled';
        this.wake();
        break;
      case 'sample':
        this.setActivity(this.course.at(this.around.queue.now()));
        break;
      case 'learn':
        this.teach();
        break;
      case 'report':
        this.report();
        break;
      case 'repeat':
        this.moved = this.around.rule.carriesUp === 'always';
        this.wake();
        break;
      case 'update':
        this.update(signal.change);
        break;
      case 'forget':
        this.biasGradient = 0;
        this.teaching.forget(this.plasticitySignal('forget', 0, 0));
        break;
    }
  }

  /** What it is told as an output: its target, its pool. */
  hear(message: Message): void {
    if (message.kind === 'target') this.target = message.value;
    else if (message.kind === 'pool') this.pooled = message.value;
    else if (message.kind === 'total') this.total = message.value;
  }

  /** A tick for it alone. */
  tick(tick: Tick): void {
    this.move(tick);
    this.wake();
  }

  /** A tick for all of its clock, which gives it its turn, unless it waits for one already. */
  tickTogether(tick: Tick): void {
    this.move(tick);
    if (this.pending) return;
    this.pending = true;
    this.ticked = true;
  }

  /** Its clock gives it its turn. */
  turn(): void {
    if (!this.ticked) return;
    this.ticked = false;
    this.run();
  }

  // By what has been delivered so far.
  private move(tick: Tick): void {
    const { neuron } = this.around.rule;
    this.drive = this.apical.sum() + this.error;
    if (tick.kind === 'settle') this.setActivity(neuron.equilibrium(numbers, this));
    else if (this.cell) this.stepWith(this.cell, tick.stepSize);
    else this.setActivity(eulerStep(neuron, numbers, this, tick.stepSize));
    if (this.driveSamples) this.tellDrive(this.driveSamples);
    this.moved = this.around.rule.carriesUp === 'always';
  }

  /** Its turn in a round: it says what has become of it. */
  run(): void {
    this.pending = false;
    if (this.phase === 'sampled' && this.moved) {
      // Up first, so that everybody's derivatives are those of the moment when feedback is said, a round later.
      this.report();
      this.wake();
    } else if (this.phase === 'sampled') {
      this.sayFeedback();
    } else if (this.phase === 'trajectory') {
      this.foretell();
    } else if (this.phase === 'flow' && this.moved) {
      // Activities that begin at zero: those above have to hear it before they can say anything.
      this.report();
      this.overhear();
    } else if (this.phase === 'flow') {
      this.flow!.run();
    } else if (this.phase === 'threshold') {
      this.consider();
    } else if (this.phase === 'rest') {
      return;
    } else if (this.basal.complete) {
      this.answer();
    }
  }

  get address(): string {
    return this.options.address;
  }

  /** Those of its parts that have tasks waiting: what it plans to say, and its kinks. */
  get owners(): readonly TaskOwner[] {
    const { threshold, flow } = this;
    return [...(threshold ? [threshold, threshold.agenda] : []), ...(flow ? [flow.crossings.agenda] : [])];
  }

  state(): NeuronActorState {
    const { activity, slope, drive, forwardActivity, target, pooled, total, bias, biasGradient } = this;
    const { phase, answered, moved, error, news, course, threshold } = this;
    return {
      ...{ activity, slope, drive, forwardActivity, target, pooled, total, bias, biasGradient },
      ...{ phase, answered, moved, error, news },
      course: course.state(),
      threshold: threshold?.state(),
      cell: this.cell?.state(),
      flow: this.flow?.state(),
    };
  }

  restore({ course, threshold, cell, flow, ...values }: NeuronActorState): void {
    Object.assign(this, values);
    this.pending = false;
    this.ticked = false;
    this.course.restore(course);
    this.threshold = threshold && this.thresholdOf(threshold.fineness);
    if (threshold) this.threshold!.restore(threshold);
    if (cell) this.cell?.restore(cell);
    this.flow = flow === undefined ? undefined : new Flow(this.around, this);
    this.flow?.restore(flow);
  }

  /** Its turns have been dropped from the queue, and what it has added up is not to count. */
  giveUp(): void {
    this.pending = false;
    this.ticked = false;
    this.biasGradient = 0;
  }

  private stepWith(cell: Cell, stepSize: number): void {
    this.drive += cell.inDrive(stepSize);
    const x = eulerStep(this.around.rule.neuron, numbers, this, stepSize / cell.tau);
    this.setActivity(x + cell.inActivity(stepSize));
  }

  wake(): void {
    if (this.pending) return;
    this.pending = true;
    this.around.queue.soon(this);
  }

  // As if it had never heard anything, however the last presentation ended; but for what it answered last.
  private begin(): void {
    this.phase = 'sweep';
    this.cell?.begin();
    this.answered = false;
    this.moved = false;
    this.news = false;
    this.activity = 0;
    this.drive = 0;
    this.error = 0;
    this.threshold = undefined;
    this.flow = undefined;
    this.basal.clear();
    this.apical.clear();
  }

  /** The sweep is over, whether or not it has heard from all. */
  answerLate(): void {
    if (!this.answered) this.answer();
  }

  private answer(): void {
    this.answered = true;
    const { activation } = this.options;
    const current = this.basal.sum();
    const a = current + this.bias;
    this.slope = this.slopeAt(current);
    this.setActivity(activation.rate(numbers, a));
    this.forwardActivity = this.activity;
    this.sayActivity('activity');
  }

  private latch({ initial, messages, band }: Signal & { kind: 'relax' }): void {
    const { loss, role } = this.options;
    this.phase = messages === 'trajectory' && !this.around.rule.neuron.linear ? 'flow' : messages;
    this.error = loss ? loss.error(numbers, this) : 0;
    if (role === 'clamped') this.setActivity(this.error);
    else if (initial === 'zero') this.setActivity(0);
    this.news = true;
    this.moved = role === 'relaxing' && this.around.rule.carriesUp === 'always';
    if (messages !== 'sampled') this.setOut();
    if (messages === 'threshold' && role === 'relaxing') this.threshold!.anneal();
    if (this.phase === 'flow') this.enter(initial === 'zero', band);
    else if (messages === 'sampled' || messages === 'threshold') this.wake();
    else this.overhear();
  }

  // Until it hears anything it leaks, unless it is held.
  private setOut(): void {
    const { role, cell } = this.options;
    const now = this.around.queue.now();
    if (role === 'clamped' || cell?.dead) this.course.stay(now, this.activity);
    else this.course.leak(now, this.activity);
  }

  private slopeAt(current: number): number {
    if (this.cell?.dead) return 0;
    const { biasInDerivative } = this.around.rule;
    return this.options.activation.slope(numbers, biasInDerivative ? current + this.bias : current);
  }

  // In the relaxation what comes from below matters only to derivatives.
  private listen(): void {
    if (this.phase === 'sweep' || !this.around.rule.neuron.linear) this.wake();
  }

  private report(): void {
    this.moved = false;
    if (this.options.role === 'relaxing') this.sayActivity('moving');
  }

  // A trajectory neuron has something to say when all that can be known at this instant is.
  private overhear(): void {
    if (this.phase === 'threshold') {
      this.news = true;
      this.wake();
    }
    if (this.phase === 'trajectory' && this.apical.complete) this.wake();
    if (this.phase === 'flow' && this.apical.complete) this.flow!.stir('all');
  }

  // It leaks exactly towards its drive, which stays until something comes; and speaks when it has moved by a quantum.
  private consider(): void {
    const now = this.around.queue.now();
    const { role, cell } = this.options;
    // One that speaks only to those who watch goes its way as if it did not: its course begins anew with news alone.
    const follows = this.news || this.dendrite.inUse;
    this.news = false;
    if (role === 'relaxing' && !cell?.dead && follows) {
      this.course.approach(now, this.apical.sum() + this.error);
      if (this.driveSamples) this.tellDrive(this.driveSamples);
    }
    const course = follows ? this.course : this.course.from(now);
    const x = course.at(now);
    if (this.threshold!.takes(x)) {
      this.setActivity(x);
      this.sayChange();
    }
    if (role === 'relaxing' && !this.dendrite.idle) this.threshold!.plan(course);
  }

  private thresholdOf(fineness: Fineness): Threshold {
    return new Threshold(this.around.queue, this.options.address, fineness, () => {
      if (this.phase === 'threshold') this.wake();
    });
  }

  private rest(forGood: boolean): void {
    if (this.phase !== 'threshold' && this.phase !== 'flow') return;
    this.flow?.stop();
    this.phase = 'rest';
    this.threshold?.stop();
    const now = this.around.queue.now();
    this.drive = this.course.driveAt(now);
    this.setActivity(this.course.at(forGood ? Infinity : now));
  }

  private foretell(): void {
    this.follow();
    this.foretellFeedback(this.slope);
  }

  follow(): void {
    const { role, cell } = this.options;
    if (role === 'clamped' || cell?.dead) return;
    this.course.follow(sumFutures(this.apical, this.around.queue.now()), this.error);
    if (this.driveSamples) this.tellDrive(this.driveSamples);
  }

  foretellFeedback(slope: number, held?: Trajectory): void {
    if (this.dendrite.idle) return;
    this.voice.traffic.sayDown(this.dendrite);
    const { source } = this.voice;
    const { below: target } = this.options;
    const time = this.around.queue.now();
    const future = held ?? this.course.feedback(this.around.rule.neuron, slope);
    this.dendrite.trajectory({
      time,
      source,
      target,
      kind: 'trajectory',
      value: valueAt(future, time),
      future,
    });
  }

  private enter(fromZero: boolean, band: number): void {
    this.flow = new Flow(this.around, this);
    this.flow.begin(band);
    this.moved = fromZero;
    if (fromZero) this.wake();
    else this.overhear();
  }

  private teach(): void {
    const { terms } = this.around.rule.plasticity;
    for (let term = 0; term < terms.length; term++) {
      const value = terms[term].post(numbers, this);
      this.biasGradient += terms[term].gain * terms[term].pre(numbers, unit) * value;
      this.voice.traffic.teach(this.teaching);
      this.teaching.learn(this.plasticitySignal('learning', value, term));
    }
  }

  private update(change: WeightChange): void {
    const { source } = this.voice;
    const { below: target } = this.options;
    this.changeBias(change);
    this.biasGradient = 0;
    const time = this.around.queue.now();
    const message: UpdateMessage = {
      time,
      source,
      target,
      kind: 'update',
      value: change.rate,
      term: 0,
      change,
    };
    this.teaching.update(message);
  }

  private changeBias({ rate, follow }: WeightChange): void {
    if (follow) {
      const bias = Float64Array.of(this.bias);
      this.biasTraces ??= new Map();
      follow.bias(bias, Float64Array.of(this.biasGradient), this.biasTraces, 0, 1);
      this.bias = bias[0];
    } else this.bias -= rate * this.biasGradient;
  }

  private plasticitySignal(kind: LearningMessage['kind'], value: number, term: number): LearningMessage {
    const { source } = this.voice;
    const { below: target } = this.options;
    return { time: this.around.queue.now(), source, target, kind, value, term };
  }

  private setActivity(value: number): void {
    this.activity = this.cell?.dead ? 0 : value;
    if (this.samples) this.tellActivity(this.samples);
  }

  private tellActivity(samples: Subject<ActivitySample>): void {
    const { activity: value } = this;
    samples.next({ time: this.around.queue.now(), source: this.options.address, value });
  }

  private tellDrive(samples: Subject<ActivitySample>): void {
    const time = this.around.queue.now();
    samples.next({ time, source: this.options.address, value: this.driveAt(time) });
  }

  private sayActivity(kind: 'activity' | 'moving'): void {
    const { axon } = this;
    if (axon.idle) return;
    this.voice.traffic.sayUp(axon);
    const { source } = this.voice;
    const { above: target } = this.options;
    const message = { time: this.around.queue.now(), source, target, kind, value: this.activity };
    if (kind === 'activity') axon.activity(message);
    else axon.moving(message);
  }

  private sayFeedback(): void {
    const { dendrite } = this;
    if (dendrite.idle) return;
    this.voice.traffic.sayDown(dendrite);
    dendrite.feedback(this.feedbackNow('feedback'));
  }

  private sayChange(): void {
    const { dendrite } = this;
    if (dendrite.idle) return;
    this.voice.traffic.sayDown(dendrite);
    dendrite.change(this.feedbackNow('change'));
  }

  private feedbackNow(kind: 'feedback' | 'change'): Message {
    const { source } = this.voice;
    const { below: target } = this.options;
    const value = this.around.rule.neuron.feedback(numbers, this);
    return { time: this.around.queue.now(), source, target, kind, value };
  }
}

/** A bias learns like a synapse from a neuron that always says one. */
const unit = { forwardActivity: 1, currentActivity: 1 };
