import { fail, refuse } from '../../errors.js';
import type { Task } from '../../messages/task.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import type { Pattern } from '../pattern.js';
import { type Late, type LateState, type UnderWay, underWay, type Way } from './line.js';
import { messageOf, type One, oneOf } from './read-under-way.js';

/** Whoever is reached by each synapse of a list by itself. */
export interface ListEnd extends Outlet {
  /** Something has come to a synapse. @param k its number in the list */
  reach(keys: readonly number[], k: number): void;
}

/** A line to the synapses of a list to each of which messages come in its own time: what came last is kept for each. */
export abstract class ListLine implements Late {
  readonly keys: readonly string[];
  /** By key, what came last to each synapse. */
  readonly said: readonly Float64Array[];
  readonly spread = 0;
  readonly bySynapse = true;
  readonly fan: number;
  readonly fans: Int32Array;
  readonly address: string;
  private ends: readonly ListEnd[] = [];

  constructor(
    readonly way: Way,
    protected readonly pattern: Pattern,
  ) {
    this.fan = way.fan;
    this.fans = pattern.fans;
    this.address = way.address;
    this.keys = way.near.keys;
    this.said = this.keys.map(() => new Float64Array(pattern.count));
  }

  connect(ending: Outlet): void {
    this.ends = [...this.ends, ending as ListEnd];
  }

  disconnect(ending: Outlet): void {
    this.ends = this.ends.filter((other) => other !== ending);
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const message = underWay(this.way.near, keys, speakers);
    for (let speaker = 0; speaker < speakers.length; speaker++) this.send(message, speaker);
  }

  /** What has come stands: nobody has said anything. */
  look(keys: readonly number[]): void {
    for (const end of this.ends)
      if (end.fan > 0) for (let k = 0; k < this.pattern.count; k++) end.reach(keys, k);
  }

  foretold(): never {
    return fail({
      where: this.address,
      got: 'where values will be',
      expected: 'values: each synapse, not from all to all, has a time of its own',
    });
  }

  endFutures(): void {}

  clear(): void {
    for (const column of this.said) column.fill(0);
  }

  state(): LateState {
    return { said: this.said.map((column) => column.slice()) };
  }

  restore({ said }: LateState): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
  }

  /** What was under way when the simulation was saved. */
  abstract taskOf(what: unknown): Task;

  /** What one neuron has said, plain. */
  plain(message: UnderWay, speaker: number): One {
    return oneOf(message, speaker, 0);
  }

  /** The same from that. @throws {InputError} on where values will be */
  protected messageOf(one: One): UnderWay {
    if (one.age === undefined) return messageOf(one, 0);
    return refuse({ where: `${this.address}: message`, got: 'where values will be', expected: 'values' });
  }

  /** A neuron's message sets out to its synapses. */
  protected abstract send(message: UnderWay, speaker: number): void;

  /** It has come through to a synapse. */
  protected take({ keys, values }: UnderWay, speaker: number, k: number): void {
    const { said, ends } = this;
    for (let i = 0; i < keys.length; i++) said[keys[i]][k] = values[i][speaker];
    for (let i = 0; i < ends.length; i++) ends[i].reach(keys, k);
  }
}
