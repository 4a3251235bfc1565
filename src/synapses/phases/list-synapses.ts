import type { Contribution, Inlet } from '../../neurons/phases/inlet.js';
import { arrivedFrom, foretoldBy } from './arriving.js';
import { dendritesOf } from './dendrites.js';
import type { Line } from './line.js';
import { ListBrought } from './list-brought.js';
import type { ListEnd } from './list-line.js';
import type { ListProjection, Synapses, SynapsesState } from './projection.js';

/** Synapses of a list, each by itself: it weighs what it hears when it hears it, and leaves that there for its neuron. */
export class ListSynapses implements Synapses, ListEnd {
  readonly fan: number;
  readonly fans: Int32Array;
  private readonly inlets: readonly Inlet[];
  private readonly brought: ListBrought;
  /** By key, 1 where every synapse has heard it, and weighed that by the weights as they are. */
  private readonly current: Uint8Array;

  constructor(
    private readonly projection: ListProjection,
    private readonly line: Line,
  ) {
    const { to, path, carries, shared, pattern } = projection;
    this.fan = to.size;
    this.fans = pattern.fans;
    this.inlets = to.inlets[path];
    this.brought = new ListBrought(projection, line);
    this.current = new Uint8Array(line.keys.length);
    if (carries) for (const [key, inlet] of this.inlets.entries()) inlet.connect(this.contribution(key));
    if (!shared) to.afferents[path].push(dendritesOf(projection, line));
  }

  hear(keys: readonly number[], speakers: Int32Array, changed: Uint8Array): void {
    const { projection, current, inlets } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      inlets[key].news = true;
      // Said again, and weighed as before: what arrives is the same.
      if (!changed[key] && current[key]) continue;
      this.brought.weighFrom(key, speakers);
      inlets[key].expire();
      if (speakers.length === projection.pattern.pres) current[key] = 1;
    }
    arrivedFrom(projection, speakers);
  }

  reach(keys: readonly number[], k: number): void {
    const { inlets, projection } = this;
    const { to, pattern } = projection;
    const post = pattern.to[k] % to.size;
    for (let i = 0; i < keys.length; i++) {
      this.brought.weighOne(keys[i], k);
      inlets[keys[i]].expireAt(post);
      inlets[keys[i]].news = true;
    }
    to.arrivals.arrive(post, 1);
  }

  foretell(keys: readonly number[], speakers: Int32Array, firsts: number): void {
    foretoldBy(this.projection, keys, speakers, firsts);
  }

  foretellTo(keys: readonly number[], k: number, first: boolean): void {
    const { to, path, pattern } = this.projection;
    to.turns?.hearAt(pattern.to[k] % to.size, first ? 1 : 0, path, keys);
  }

  /** A synapse has weighed what it heard when it heard it; what it hears from now on is weighed anew. */
  renew(): void {
    this.current.fill(0);
  }

  clear(): void {
    this.brought.clear();
    this.current.fill(0);
  }

  state(): SynapsesState {
    return { kind: 'synapse', brought: this.brought.state() };
  }

  restore(state: SynapsesState): void {
    if (state.kind !== 'synapse') return;
    this.brought.restore(state.brought);
    this.current.fill(0);
  }

  hearAgain(post?: number): void {
    const { projection, line, brought } = this;
    if (!projection.carries) return;
    for (const key of line.keys.keys())
      if (post === undefined) brought.weighEach(key);
      else brought.weighInto(key, post);
  }

  private contribution(key: number): Contribution {
    const { brought } = this;
    return { addTo: (sums) => brought.addTo(key, sums), at: (post) => brought.sumAt(key, post) };
  }
}
