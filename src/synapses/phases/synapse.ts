import type { Contribution, Inlet } from '../../neurons/phases/inlet.js';
import { Brought } from './brought.js';
import { dendritesOf } from './dendrites.js';
import type { Line, Single } from './line.js';
import { ListSynapses } from './list-synapses.js';
import { addLookedBack } from './look-back.js';
import type { BlockProjection, Grain, Synapses, SynapsesState } from './projection.js';

/** Each synapse by itself. */
export const synapseGrain: Grain = {
  wire: (projection, line) =>
    projection.pattern ? new ListSynapses(projection, line) : new SynapseTable(projection, line),
};

/**
 * The synapses of a projection, each a place in columns: it weighs what it hears when it hears it, with the weight at its
 * place, and leaves that there for its neuron. None knows of another; loops go from one to the next.
 */
export class SynapseTable implements Single, Synapses {
  readonly fan: number;
  private readonly inlets: readonly Inlet[];
  readonly brought: Brought;
  /** By key, what it brings to its neurons. */
  readonly contributions: readonly Contribution[];
  /** By key, 1 where every synapse has heard it, and weighed that by the weights as they are. */
  private readonly current: Uint8Array;
  /** By key, 1 where something has come that is not weighed yet. */
  private readonly behind: Uint8Array;
  /** What each has brought is its weight as it is times what it has heard. */
  private plain = true;

  constructor(
    private readonly projection: BlockProjection,
    private readonly line: Line,
  ) {
    const { to, path, carries, shared } = projection;
    this.fan = to.size;
    this.inlets = to.inlets[path];
    this.brought = new Brought(projection, line);
    this.current = new Uint8Array(line.keys.length);
    this.behind = new Uint8Array(line.keys.length);
    this.contributions = line.keys.map((_, key) => this.contribution(key));
    if (carries) for (const [key, inlet] of this.inlets.entries()) inlet.connect(this.contributions[key]);
    if (!shared) to.afferents[path].push(dendritesOf(projection, line));
  }

  hear(keys: readonly number[], speakers: Int32Array, changed: Uint8Array): void {
    const { projection, current } = this;
    const { to, from, path } = projection;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      to.inlets[path][key].news = true;
      // Said again, and weighed as before: what arrives is the same.
      if (!changed[key] && current[key]) continue;
      this.brought.weighFrom(key, speakers);
      to.inlets[path][key].expire();
      if (speakers.length === from.size) current[key] = 1;
    }
    to.arrivals.arriveAtAll(speakers.length);
  }

  arrive(keys: readonly number[], pre: number, post: number): void {
    const { projection, inlets } = this;
    for (let k = 0; k < keys.length; k++) {
      this.brought.weighOne(keys[k], pre, post);
      const inlet = inlets[keys[k]];
      inlet.expireAt(post);
      inlet.news = true;
    }
    projection.to.arrivals.arrive(post, 1);
  }

  arriveAtAll(keys: readonly number[], places: Int32Array, speaks: Uint8Array | undefined): void {
    const { to, path, from } = this.projection;
    for (const key of keys) {
      this.brought.weighAt(key, places, speaks);
      to.inlets[path][key].expire();
      to.inlets[path][key].news = true;
    }
    if (to.arrivals.idle) return;
    for (const place of places)
      if (!speaks || speaks[place % from.size]) to.arrivals.arrive(Math.floor(place / from.size), 1);
  }

  get patient(): boolean {
    return this.plain && this.projection.to.arrivals.idle;
  }

  arriveLater(keys: readonly number[]): void {
    for (let k = 0; k < keys.length; k++) {
      const inlet = this.inlets[keys[k]];
      this.behind[keys[k]] = 1;
      inlet.expire();
      inlet.news = true;
    }
  }

  catchUp(): void {
    const { behind } = this;
    for (let key = 0; key < behind.length; key++) {
      if (behind[key] === 0) continue;
      behind[key] = 0;
      this.brought.weighEach(key);
    }
  }

  foretell(keys: readonly number[], _: Int32Array, firsts: number): void {
    const { to, path } = this.projection;
    to.turns?.hear(firsts, path, keys);
  }

  foretellAt(keys: readonly number[], _: number, post: number, first: boolean): void {
    const { to, path } = this.projection;
    to.turns?.hearAt(post, first ? 1 : 0, path, keys);
  }

  /** A synapse has weighed what it heard when it heard it; what it hears from now on is weighed anew. */
  renew(): void {
    this.catchUp();
    this.plain = false;
    this.current.fill(0);
  }

  clear(): void {
    this.brought.clear();
    this.behind.fill(0);
    this.plain = true;
    this.current.fill(0);
  }

  state(): SynapsesState {
    this.catchUp();
    return { kind: 'synapse', brought: this.brought.state() };
  }

  restore(state: SynapsesState): void {
    if (state.kind !== 'synapse') return;
    this.brought.restore(state.brought);
    this.behind.fill(0);
    this.plain = false;
    this.current.fill(0);
  }

  hearAgain(post?: number): void {
    const { from, to } = this.projection;
    const [first, end] = post === undefined ? [0, to.size] : [post, post + 1];
    this.catchUp();
    if (post === undefined) this.plain = true;
    for (const [key, column] of this.brought.columns.entries()) {
      // Nothing has been heard.
      if (post !== undefined && !column) continue;
      for (let to = first; to < end; to++)
        for (let pre = 0; pre < from.size; pre++) this.brought.weighOne(key, pre, to);
    }
  }

  private contribution(key: number): Contribution {
    const { brought } = this;
    return {
      addTo: (sums) => {
        const history = this.behind[key] ? this.line.historyOf?.(key) : undefined;
        if (history) {
          addLookedBack(history, key, this.projection, sums);
          return;
        }
        this.catchUp();
        brought.addTo(key, sums);
      },
      at: (post) => {
        this.catchUp();
        return brought.sumAt(key, post);
      },
    };
  }
}
