import { Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import type { Listeners } from './listeners.js';
import type {
  CourseMessage,
  LearningMessage,
  Message,
  TrajectoryMessage,
  UpdateMessage,
  WeightChange,
} from './message.js';

const none: readonly never[] = [];

/**
 * A stream of messages. Actors are wired to it when the circuit is built, for good: it calls them directly, in the
 * order of the wiring, and keeps nothing per listener but its place in a list. Everybody else subscribes as to any
 * Observable, may leave again, and hears after them.
 */
abstract class Line<T, Listener> extends Observable<T> {
  /** Nearly always the only ones: what is not in a list is found sooner. */
  private first: Listeners<Listener> | undefined;
  private more: readonly Listeners<Listener>[] = none;
  /** Those who subscribe, where anybody ever did. */
  outside: Subject<T> | undefined;
  /** How many synapses hear what is said, however they are cut into actors. */
  synapses = 0;

  constructor() {
    super(subscribeOutside);
  }

  /** @param synapses how many the listeners stand for */
  wire(listeners: Listeners<Listener>, synapses = listeners.count): void {
    this.synapses += synapses;
    if (this.first === undefined) this.first = listeners;
    // A list that grows by pushing keeps room for sixteen more, in every neuron.
    else this.more = [...this.more, listeners];
  }

  /** Actors hear what is said. */
  get inUse(): boolean {
    return this.first !== undefined;
  }

  /** Nobody hears what is said. */
  get idle(): boolean {
    return this.first === undefined && !this.outside?.observed;
  }

  /** Says a message of whatever kind. */
  abstract next(message: T): void;

  /**
   * Says a message of the kind that `tell` is for.
   * @param tell has a loop of its own for each kind: what is known once here is not asked at every synapse
   */
  say<M extends T>(message: M, tell: (listeners: Listeners<Listener>, message: M) => void): void {
    const { first, more, outside } = this;
    if (first !== undefined) tell(first, message);
    for (let group = 0; group < more.length; group++) tell(more[group], message);
    outside?.next(message);
  }
}

// One function for all lines, which is called as a method of each.
function subscribeOutside<T>(this: Observable<T>, subscriber: Subscriber<T>): Subscription {
  const line = this as Line<T, unknown>;
  line.outside ??= new Subject<T>();
  return line.outside.subscribe(subscriber);
}

/** An actor that hears a neuron's activity. */
export interface AxonListener {
  activity(message: Message): void;
  moving(message: Message): void;
  course(message: CourseMessage): void;
}

/** Where a neuron or an input says its activity to the synapses above. */
export class AxonLine extends Line<Message | CourseMessage, AxonListener> implements AxonListener {
  next(message: Message | CourseMessage): void {
    if (message.kind === 'activity') this.activity(message);
    else if (message.kind === 'course') this.course(message as CourseMessage);
    else this.moving(message);
  }

  activity(message: Message): void {
    this.say(message, tellActivity);
  }

  moving(message: Message): void {
    this.say(message, tellMoving);
  }

  course(message: CourseMessage): void {
    this.say(message, tellCourse);
  }
}

const tellActivity = ({ one, list, from, step, end }: Listeners<AxonListener>, message: Message): void => {
  if (one !== undefined) one.activity(message);
  else for (let i = from; i < end; i += step) list[i].activity(message);
};

const tellMoving = ({ one, list, from, step, end }: Listeners<AxonListener>, message: Message): void => {
  if (one !== undefined) one.moving(message);
  else for (let i = from; i < end; i += step) list[i].moving(message);
};

const tellCourse = (
  { one, list, from, step, end }: Listeners<AxonListener>,
  message: CourseMessage,
): void => {
  if (one !== undefined) one.course(message);
  else for (let i = from; i < end; i += step) list[i].course(message);
};

/** An actor that hears a neuron's feedback. */
export interface DendriteListener {
  feedback(message: Message): void;
  /** Feedback of a neuron that speaks seldom: whoever it goes to reacts. */
  change(message: Message): void;
  trajectory(message: TrajectoryMessage): void;
}

/** Where a neuron says its feedback to the synapses below. */
export class DendriteLine
  extends Line<Message | TrajectoryMessage, DendriteListener>
  implements DendriteListener
{
  next(message: Message | TrajectoryMessage): void {
    if (message.kind === 'trajectory') this.trajectory(message as TrajectoryMessage);
    else if (message.kind === 'change') this.change(message);
    else this.feedback(message);
  }

  feedback(message: Message): void {
    this.say(message, tellFeedback);
  }

  change(message: Message): void {
    this.say(message, tellFeedbackChange);
  }

  trajectory(message: TrajectoryMessage): void {
    this.say(message, tellFuture);
  }
}

// An arbor or a dendrite register stands alone. Called apart, it leaves the loops to synapses, which V8 then runs as one piece of
// code: twice as fast as a loop over actors of several kinds.
const tellFuture = (
  { one, list, from, step, end }: Listeners<DendriteListener>,
  message: TrajectoryMessage,
): void => {
  if (one !== undefined) one.trajectory(message);
  else for (let i = from; i < end; i += step) list[i].trajectory(message);
};

const tellFeedbackChange = (
  { one, list, from, step, end }: Listeners<DendriteListener>,
  message: Message,
): void => {
  if (one !== undefined) one.change(message);
  else for (let i = from; i < end; i += step) list[i].change(message);
};

const tellFeedback = (
  { one, list, from, step, end }: Listeners<DendriteListener>,
  message: Message,
): void => {
  if (one !== undefined) one.feedback(message);
  else for (let i = from; i < end; i += step) list[i].feedback(message);
};

/** An actor that hears what plasticity needs: a synapse, or an arbor of them. */
export interface PlasticityListener {
  learn(message: LearningMessage): void;
  update(change: WeightChange): void;
  forget(): void;
}

/** Where a neuron says to its own synapses what plasticity needs. */
export class TeachingLine extends Line<LearningMessage, PlasticityListener> {
  next(message: LearningMessage): void {
    if (message.kind === 'learning') this.learn(message);
    else if (message.kind === 'update') this.update(message as UpdateMessage);
    else this.forget(message);
  }

  learn(message: LearningMessage): void {
    this.say(message, tellSignal);
  }

  update(message: UpdateMessage): void {
    this.say(message, tellChange);
  }

  forget(message: LearningMessage): void {
    this.say(message, tellToForget);
  }
}

const tellSignal = (
  { one, list, from, step, end }: Listeners<PlasticityListener>,
  message: LearningMessage,
): void => {
  if (one !== undefined) one.learn(message);
  else for (let i = from; i < end; i += step) list[i].learn(message);
};

const tellChange = (
  { one, list, from, step, end }: Listeners<PlasticityListener>,
  { change }: UpdateMessage,
): void => {
  if (one !== undefined) one.update(change);
  else for (let i = from; i < end; i += step) list[i].update(change);
};

const tellToForget = (listeners: Listeners<PlasticityListener>): void => {
  for (const listener of listeners.all) listener.forget();
};
