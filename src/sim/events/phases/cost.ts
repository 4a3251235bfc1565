import type { Energy, Ways } from '../../../messages/energy.js';
import type { Path } from '../../../rules/rule.js';

/** What has been counted. */
export interface CostState extends Energy {
  readonly courses: number;
}

const none = () => ({ up: 0, down: 0, teaching: 0 });

/** Messages and synaptic operations, counted; what goes directly to inner neurons comes down. */
export class Cost {
  /** Of messages up: those that say a course. */
  courses = 0;
  private messages = none();
  private operations = none();

  /** Neurons speak on a path. @param synapses of all of them together */
  say({ way }: Path, speakers: number, synapses: number): void {
    if (synapses > 0) this.add(way === 'up' ? 'up' : 'down', speakers, synapses);
  }

  /** Neurons teach their synapses one term. @param synapses of all of them together */
  teach(teachers: number, synapses: number): void {
    if (synapses > 0) this.add('teaching', teachers, synapses);
  }

  /** A wire sends a message more often than it was said. */
  sendAgain(way: 'up' | 'down', times: number): void {
    this.operations[way] += times;
  }

  clear(): void {
    this.courses = 0;
    this.messages = none();
    this.operations = none();
  }

  get energy(): Energy {
    return { messages: { ...this.messages }, operations: { ...this.operations } };
  }

  state(): CostState {
    return { ...this.energy, courses: this.courses };
  }

  restore({ messages, operations, courses }: CostState): void {
    this.courses = courses;
    this.messages = { ...messages };
    this.operations = { ...operations };
  }

  private add(way: keyof Ways, neurons: number, synapses: number): void {
    this.messages[way] += neurons;
    this.operations[way] += synapses;
  }
}
