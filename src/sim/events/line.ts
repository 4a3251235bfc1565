import { Subject } from 'rxjs';
import type {
  CourseMessage,
  LearningMessage,
  Message,
  TrajectoryMessage,
  UpdateMessage,
  WeightChange,
} from './message.js';

/**
 * A stream of messages. Actors are wired to it when the circuit is built, for good: it calls them directly, in the
 * order of the wiring, and keeps nothing per listener but its place in a list. Everybody else subscribes as to any
 * Observable, may leave again, and hears after them.
 */
abstract class Line<T, Listener> extends Subject<T> {
  private wired: readonly (readonly Listener[])[] = [];
  /** How many synapses hear what is said, however they are cut into actors. */
  synapses = 0;

  /** The list is kept, not copied: several lines may share one. @param synapses how many its listeners stand for */
  wire(listeners: readonly Listener[], synapses = listeners.length): void {
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
  protected abstract tell(listeners: readonly Listener[], message: T): void;
}

/** An actor that hears a neuron's activity. */
export interface AxonListener {
  activity(message: Message): void;
  moving(message: Message): void;
  course(message: CourseMessage): void;
}

/** Where a neuron or an input says its activity to the synapses above. */
export class AxonLine extends Line<Message | CourseMessage, AxonListener> {
  protected tell(listeners: readonly AxonListener[], message: Message | CourseMessage): void {
    if (message.kind === 'activity')
      for (let i = 0; i < listeners.length; i++) listeners[i].activity(message);
    else if (message.kind === 'course') tellCourse(listeners, message as CourseMessage);
    else for (let i = 0; i < listeners.length; i++) listeners[i].moving(message);
  }
}

function tellCourse(listeners: readonly AxonListener[], message: CourseMessage): void {
  for (let i = 0; i < listeners.length; i++) listeners[i].course(message);
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
  protected tell(listeners: readonly DendriteListener[], message: Message | TrajectoryMessage): void {
    if (message.kind === 'trajectory') tellFuture(listeners, message as TrajectoryMessage);
    else if (message.kind === 'change') tellFeedbackChange(listeners, message);
    else tellFeedback(listeners, message);
  }
}

// An arbor or a clerk stands alone in its list. Called apart, it leaves the loops to synapses, which V8 then runs as
// one piece of code: twice as fast as a loop over actors of several kinds.
function tellFuture(listeners: readonly DendriteListener[], message: TrajectoryMessage): void {
  if (listeners.length === 1) listeners[0].trajectory(message);
  else for (let i = 0; i < listeners.length; i++) listeners[i].trajectory(message);
}

function tellFeedbackChange(listeners: readonly DendriteListener[], message: Message): void {
  for (let i = 0; i < listeners.length; i++) listeners[i].change(message);
}

function tellFeedback(listeners: readonly DendriteListener[], message: Message): void {
  if (listeners.length === 1) listeners[0].feedback(message);
  else for (let i = 0; i < listeners.length; i++) listeners[i].feedback(message);
}

/** An actor that a neuron teaches. */
export interface Pupil {
  learn(message: LearningMessage): void;
  update(change: WeightChange): void;
  forget(): void;
}

/** Where a neuron says to its own synapses what plasticity needs. */
export class TeachingLine extends Line<LearningMessage, Pupil> {
  protected tell(pupils: readonly Pupil[], message: LearningMessage): void {
    if (message.kind === 'learning') for (let i = 0; i < pupils.length; i++) pupils[i].learn(message);
    else if (message.kind === 'update') tellChange(pupils, (message as UpdateMessage).change);
    else for (let i = 0; i < pupils.length; i++) pupils[i].forget();
  }
}

function tellChange(pupils: readonly Pupil[], change: WeightChange): void {
  for (let i = 0; i < pupils.length; i++) pupils[i].update(change);
}
