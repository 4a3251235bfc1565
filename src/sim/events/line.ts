import { Subject } from 'rxjs';
import type {
  CourseMessage,
  LearningMessage,
  Message,
  TrajectoryMessage,
  UpdateMessage,
  WeightChange,
} from './message.js';

/** Some of a list, which several lines may share: those at `from`, `from` + `step`, ... before `end`. */
export class Listeners<Listener> {
  constructor(
    readonly list: readonly Listener[],
    readonly from = 0,
    readonly step = 1,
    readonly end = list.length,
  ) {}

  get count(): number {
    return Math.ceil((this.end - this.from) / this.step);
  }

  /** One after the other, in a list of their own. */
  get all(): Listener[] {
    return Array.from({ length: this.count }, (_, k) => this.list[this.from + k * this.step]);
  }
}

/**
 * A stream of messages. Actors are wired to it when the circuit is built, for good: it calls them directly, in the
 * order of the wiring, and keeps nothing per listener but its place in a list. Everybody else subscribes as to any
 * Observable, may leave again, and hears after them.
 */
abstract class Line<T, Listener> extends Subject<T> {
  private wired: readonly Listeners<Listener>[] = [];
  /** How many synapses hear what is said, however they are cut into actors. */
  synapses = 0;

  /** @param synapses how many the listeners stand for */
  wire(listeners: Listeners<Listener>, synapses = listeners.count): void {
    this.synapses += synapses;
    // A list that grows by pushing keeps room for sixteen more, in every neuron.
    this.wired = [...this.wired, listeners];
  }

  /** Actors hear what is said. */
  get inUse(): boolean {
    return this.wired.length > 0;
  }

  /** Nobody hears what is said. */
  get idle(): boolean {
    return this.wired.length === 0 && !this.observed;
  }

  override next(message: T): void {
    const { wired } = this;
    for (let group = 0; group < wired.length; group++) this.tell(wired[group], message);
    if (this.observed) super.next(message);
  }

  // One loop for each kind of message: what is asked once here is not asked at every synapse.
  protected abstract tell(listeners: Listeners<Listener>, message: T): void;
}

/** An actor that hears a neuron's activity. */
export interface AxonListener {
  activity(message: Message): void;
  moving(message: Message): void;
  course(message: CourseMessage): void;
}

/** Where a neuron or an input says its activity to the synapses above. */
export class AxonLine extends Line<Message | CourseMessage, AxonListener> {
  protected tell(listeners: Listeners<AxonListener>, message: Message | CourseMessage): void {
    if (message.kind === 'activity') tellActivity(listeners, message);
    else if (message.kind === 'course') tellCourse(listeners, message as CourseMessage);
    else tellMoving(listeners, message);
  }
}

function tellActivity({ list, from, step, end }: Listeners<AxonListener>, message: Message): void {
  for (let i = from; i < end; i += step) list[i].activity(message);
}

function tellMoving({ list, from, step, end }: Listeners<AxonListener>, message: Message): void {
  for (let i = from; i < end; i += step) list[i].moving(message);
}

function tellCourse({ list, from, step, end }: Listeners<AxonListener>, message: CourseMessage): void {
  for (let i = from; i < end; i += step) list[i].course(message);
}

/** An actor that hears a neuron's feedback. */
export interface DendriteListener {
  feedback(message: Message): void;
  /** Feedback of a neuron that speaks seldom: whoever it goes to reacts. */
  change(message: Message): void;
  trajectory(message: TrajectoryMessage): void;
}

/** Where a neuron says its feedback to the synapses below. */
export class DendriteLine extends Line<Message | TrajectoryMessage, DendriteListener> {
  protected tell(listeners: Listeners<DendriteListener>, message: Message | TrajectoryMessage): void {
    if (message.kind === 'trajectory') tellFuture(listeners, message as TrajectoryMessage);
    else if (message.kind === 'change') tellFeedbackChange(listeners, message);
    else tellFeedback(listeners, message);
  }
}

// An arbor or a clerk stands alone. Called apart, it leaves the loops to synapses, which V8 then runs as one piece of
// code: twice as fast as a loop over actors of several kinds.
function tellFuture(
  { list, from, step, end }: Listeners<DendriteListener>,
  message: TrajectoryMessage,
): void {
  if (from + step >= end) list[from].trajectory(message);
  else for (let i = from; i < end; i += step) list[i].trajectory(message);
}

function tellFeedbackChange({ list, from, step, end }: Listeners<DendriteListener>, message: Message): void {
  for (let i = from; i < end; i += step) list[i].change(message);
}

function tellFeedback({ list, from, step, end }: Listeners<DendriteListener>, message: Message): void {
  if (from + step >= end) list[from].feedback(message);
  else for (let i = from; i < end; i += step) list[i].feedback(message);
}

/** An actor that a neuron teaches. */
export interface Pupil {
  learn(message: LearningMessage): void;
  update(change: WeightChange): void;
  forget(): void;
}

/** Where a neuron says to its own synapses what plasticity needs. */
export class TeachingLine extends Line<LearningMessage, Pupil> {
  protected tell(pupils: Listeners<Pupil>, message: LearningMessage): void {
    if (message.kind === 'learning') tellLesson(pupils, message);
    else if (message.kind === 'update') tellChange(pupils, (message as UpdateMessage).change);
    else for (const pupil of pupils.all) pupil.forget();
  }
}

function tellLesson({ list, from, step, end }: Listeners<Pupil>, message: LearningMessage): void {
  for (let i = from; i < end; i += step) list[i].learn(message);
}

function tellChange({ list, from, step, end }: Listeners<Pupil>, change: WeightChange): void {
  for (let i = from; i < end; i += step) list[i].update(change);
}
