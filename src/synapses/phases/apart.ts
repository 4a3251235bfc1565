import type { Task } from '../../messages/task.js';
import type { Late, LateState, Single, UnderWay, Way } from './line.js';

/** A line whose messages come to each synapse in its own time: what came last is kept for each. */
export abstract class Apart implements Late {
  readonly keys: readonly string[];
  readonly said: readonly Float64Array[];
  readonly spread: number;
  readonly fan: number;
  readonly address: string;
  /** At the far end: synapses, and whoever listens to them. */
  private ends: readonly Single[] = [];

  /** @param posts neurons at which synapses end */
  constructor(
    readonly way: Way,
    protected readonly posts: number,
  ) {
    const { near, fan, address } = way;
    this.fan = fan;
    this.address = address;
    this.keys = near.keys;
    this.spread = near.said[0]?.length ?? 0;
    this.said = near.said.map(({ length }) => new Float64Array(length * posts));
  }

  connect(ending: Single): void {
    this.ends = [...this.ends, ending];
  }

  disconnect(ending: Single): void {
    this.ends = this.ends.filter((other) => other !== ending);
  }

  abstract hear(keys: readonly number[], speakers: Int32Array): void;

  /** What was under way when the simulation was saved. */
  abstract taskOf(what: unknown): Task;

  clear(): void {
    for (const column of this.said) column.fill(0);
  }

  state(): LateState {
    return { said: this.said.map((column) => column.slice()) };
  }

  restore({ said }: LateState): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
  }

  /** A message has come through to a synapse of one of its speakers. */
  protected take({ keys, speakers, values }: UnderWay, speaker: number, post: number): void {
    const { said, spread, ends } = this;
    const pre = speakers[speaker];
    for (let k = 0; k < keys.length; k++) said[keys[k]][pre + post * spread] = values[k][speaker];
    for (let k = 0; k < ends.length; k++) ends[k].arrive(keys, pre, post);
  }

  /** What everybody, or some of them, have said has come through to many synapses, in the order of places. */
  protected takeAll({ keys, values }: UnderWay, places: Int32Array, speaks: Uint8Array | undefined): void {
    for (let k = 0; k < keys.length; k++) put(this.said[keys[k]], values[k], places, speaks);
    for (const end of this.ends) end.arriveAtAll(keys, places, speaks);
  }
}

/** Each place is that of a neuron of its row. */
function put(
  said: Float64Array,
  values: Float64Array,
  places: Int32Array,
  speaks: Uint8Array | undefined,
): void {
  const pres = values.length;
  let row = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    while (place >= row + pres) row += pres;
    if (speaks === undefined || speaks[place - row] === 1) said[place] = values[place - row];
  }
}
