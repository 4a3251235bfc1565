import { AxonLine, type AxonListener, DendriteLine, type DendriteListener } from './line.js';
import type { CourseMessage, Message, MessageKind, TrajectoryMessage } from './message.js';
import type { EventQueue } from './queue.js';
import { kindsDown, kindsUp, readMessage } from './read-message.js';
import type { SavedTask, Task, TaskOwner } from './task.js';

/** A conduction delay that all synapses of a neuron in a block have in common: the far end says what the near end heard. */
abstract class Conduction<M extends Message> implements TaskOwner {
  abstract readonly far: { next(message: M): void };
  /** What it conducts. */
  protected abstract readonly kinds: readonly MessageKind[];

  /** @param lag in tau */
  constructor(
    private readonly queue: EventQueue,
    private readonly lag: number,
    readonly address: string,
  ) {}

  /** What was under way when the simulation was saved. */
  taskOf(saved: unknown): Task {
    return new Arrival(this, readMessage(`${this.address}: message`, saved, this.kinds) as M);
  }

  protected later(message: M): void {
    this.queue.deliver(this.lag, new Arrival(this, message));
  }
}

/** A message under way. */
class Arrival<M extends Message> implements Task {
  constructor(
    private readonly conduction: Conduction<M>,
    private readonly message: M,
  ) {}

  run(): void {
    this.conduction.far.next(this.message);
  }

  get saved(): SavedTask {
    return { owner: this.conduction.address, what: this.message };
  }
}

/** The delay of activity on its way up. */
export class AxonConduction extends Conduction<Message | CourseMessage> implements AxonListener {
  readonly far = new AxonLine();
  protected readonly kinds = kindsUp;

  activity(message: Message): void {
    this.later(message);
  }

  moving(message: Message): void {
    this.later(message);
  }

  course(message: CourseMessage): void {
    this.later(message);
  }
}

/** The delay of feedback on its way down. */
export class DendriteConduction extends Conduction<Message | TrajectoryMessage> implements DendriteListener {
  readonly far = new DendriteLine();
  protected readonly kinds = kindsDown;

  feedback(message: Message): void {
    this.later(message);
  }

  change(message: Message): void {
    this.later(message);
  }

  trajectory(message: TrajectoryMessage): void {
    this.later(message);
  }
}
