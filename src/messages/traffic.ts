import type { Energy, Ways } from './energy.js';
import type { MessageKind } from './message.js';

/** What has been counted. */
export interface TrafficState extends Energy {
  readonly relaxing: boolean;
  readonly courses: number;
}

/** Which way messages go; of what is no message between a neuron and its synapses, none. */
const ways: Partial<Record<MessageKind, keyof Ways>> = {
  activity: 'up',
  moving: 'up',
  course: 'up',
  feedback: 'down',
  change: 'down',
  trajectory: 'down',
  learning: 'teaching',
};

/** The way that messages of a kind go; undefined where they do not count. */
export const wayOf = (kind: MessageKind): keyof Ways | undefined => ways[kind];

/** Counts what neurons say and what synapses carry of it: for statistics only, no actor reads it. See `Energy`. */
export class Traffic {
  /** A relaxation goes on: feedback that is still on its way when it is over is not counted any more. */
  relaxing = false;
  /** Of messages up: those that say a course. */
  courses = 0;
  private up = 0;
  private down = 0;
  private teaching = 0;
  private carriedUp = 0;
  private carriedDown = 0;
  private taught = 0;

  /** Begins again at zero. */
  clear(): void {
    this.relaxing = false;
    this.courses = 0;
    this.up = 0;
    this.down = 0;
    this.teaching = 0;
    this.carriedUp = 0;
    this.carriedDown = 0;
    this.taught = 0;
  }

  /** Whether what is said on a line counts as a message, now: some synapse hears it, and it goes some way. */
  counts(kind: MessageKind, line: Fan): boolean {
    const way = wayOf(kind);
    return way !== undefined && this.takes(way, line);
  }

  /** An activity is said to the synapses of an axon. */
  sayUp(axon: Fan): void {
    if (!this.takes('up', axon)) return;
    this.up++;
    this.carriedUp += axon.synapses;
  }

  /** The course of an activity is said, in a relaxation. */
  sayCourse(axon: Fan): void {
    if (this.takes('up', axon)) this.courses++;
    this.sayUp(axon);
  }

  /** A feedback is said to the synapses of a dendrite. */
  sayDown(dendrite: Fan): void {
    if (!this.takes('down', dendrite)) return;
    this.down++;
    this.carriedDown += dendrite.synapses;
  }

  /** A neuron teaches its synapses. */
  teach(line: Fan): void {
    if (!this.takes('teaching', line)) return;
    this.teaching++;
    this.taught += line.synapses;
  }

  /** A wire sends a message more often than it was said. */
  sendAgain(way: 'up' | 'down', times: number): void {
    if (way === 'up') this.carriedUp += times;
    else if (this.relaxing) this.carriedDown += times;
  }

  private takes(way: keyof Ways, { synapses }: Fan): boolean {
    return synapses > 0 && (way !== 'down' || this.relaxing);
  }

  state(): TrafficState {
    const { relaxing, courses, energy } = this;
    return { relaxing, courses, ...energy };
  }

  restore({ relaxing, courses, messages, operations }: TrafficState): void {
    this.courses = courses;
    this.relaxing = relaxing;
    this.up = messages.up;
    this.down = messages.down;
    this.teaching = messages.teaching;
    this.carriedUp = operations.up;
    this.carriedDown = operations.down;
    this.taught = operations.teaching;
  }

  /** What was counted since it was cleared. */
  get energy(): Energy {
    const { up, down, teaching, carriedUp, carriedDown, taught } = this;
    return {
      messages: { up, down, teaching },
      operations: { up: carriedUp, down: carriedDown, teaching: taught },
    };
  }
}

/** What a line reaches. */
interface Fan {
  readonly synapses: number;
}
