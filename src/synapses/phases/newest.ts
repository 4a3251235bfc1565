import type { LateState, UnderWay } from './line.js';

/** Messages numbered as they are said, and by synapse the number heard last: under a key older news never overwrites newer. */
export class Newest {
  /** By key, the number of the message that each synapse heard last. */
  private readonly heard: readonly Uint32Array[];
  private count = 0;

  /** @param columns by key, as long as there are synapses */
  constructor(columns: readonly { readonly length: number }[]) {
    this.heard = columns.map(({ length }) => new Uint32Array(length));
  }

  /** The number of the message said last. */
  get last(): number {
    return this.count;
  }

  /** Another message is said. @returns its number */
  next(): number {
    return ++this.count;
  }

  /** What of a message is news to a synapse, which has heard it now; undefined where nothing is. */
  newsOf(message: UnderWay, number: number, synapse: number): UnderWay | undefined {
    // What is said under several keys at once has one number, and is overtaken key by key.
    const news = message.keys.filter((key) => number > this.heard[key][synapse]);
    for (const key of news) this.heard[key][synapse] = number;
    if (news.length === 0) return undefined;
    return news.length === message.keys.length ? message : only(message, news);
  }

  clear(): void {
    for (const column of this.heard) column.fill(0);
    this.count = 0;
  }

  state(): Pick<LateState, 'heard' | 'count'> {
    return { heard: this.heard.map((column) => column.slice()), count: this.count };
  }

  restore({ heard = [], count = 0 }: LateState): void {
    for (const [key, column] of heard.entries()) this.heard[key].set(column);
    this.count = count;
  }
}

const only = ({ keys, values, ...rest }: UnderWay, some: readonly number[]): UnderWay => ({
  ...rest,
  keys: some,
  values: some.map((key) => values[keys.indexOf(key)]),
});
