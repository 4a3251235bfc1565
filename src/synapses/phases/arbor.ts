import { fail } from '../../errors.js';
import type { Contribution, Inlet } from '../../neurons/phases/inlet.js';
import { arrivedFrom, foretoldBy } from './arriving.js';
import { dendritesOf } from './dendrites.js';
import type { Line } from './line.js';
import type { Grain, Projection, Synapses, SynapsesState } from './projection.js';
import { type Weighing, weighingOf } from './weighing.js';

/** Axons and dendrites that hold a block of weights between them: no actor is smaller than a neuron's arbor. */
export const arborGrain: Grain = { wire: (projection, line) => new Arbors(projection, line) };

class Arbors implements Synapses {
  readonly fan: number;
  readonly fans: Int32Array | undefined;
  private readonly inlets: readonly Inlet[];
  /** By key, 1 where anything was ever said, and where that was weighed by weights that have changed since. */
  private readonly spoken: Uint8Array;
  private readonly outdated: Uint8Array;
  private readonly weighing: Weighing;
  /** By key, the weights of then, where others may arrive in between. */
  private readonly former: Float64Array[] = [];

  constructor(
    private readonly projection: Projection,
    private readonly line: Line,
  ) {
    const { to, path, carries, shared, pattern } = projection;
    this.fan = to.size;
    this.fans = pattern?.fans;
    this.weighing = weighingOf(projection);
    this.inlets = to.inlets[path];
    this.spoken = new Uint8Array(line.keys.length);
    this.outdated = new Uint8Array(line.keys.length);
    if (carries) for (const [key, inlet] of this.inlets.entries()) inlet.connect(this.contribution(key));
    if (!shared) to.afferents[path].push(dendritesOf(projection, line));
  }

  hear(keys: readonly number[], speakers: Int32Array, changed: Uint8Array): void {
    const { inlets, outdated, spoken } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      // Said again, and weighed as before: what arrives is the same.
      if (changed[key] || outdated[key]) inlets[key].expire();
      inlets[key].news = true;
      outdated[key] = 0;
      spoken[key] = 1;
    }
    arrivedFrom(this.projection, speakers);
  }

  foretell(keys: readonly number[], speakers: Int32Array, firsts: number): void {
    foretoldBy(this.projection, keys, speakers, firsts);
  }

  renew(): void {
    const { outdated, spoken, former, projection } = this;
    const values = projection.late ? projection.weights.values.slice() : undefined;
    for (let key = 0; key < spoken.length; key++) {
      if (!spoken[key] || outdated[key]) continue;
      outdated[key] = 1;
      if (values) former[key] = values;
    }
  }

  clear(): void {
    this.outdated.fill(0);
    this.spoken.fill(0);
    this.former.length = 0;
  }

  state(): SynapsesState {
    const { spoken, outdated, former, projection } = this;
    const kept = Array.from(outdated, (old, key) => (old ? former[key] : new Float64Array(0)));
    const state = { kind: 'arbor', spoken: spoken.slice(), outdated: outdated.slice() } as const;
    return projection.late ? { ...state, former: kept } : state;
  }

  restore(state: SynapsesState): void {
    if (state.kind !== 'arbor') return;
    this.spoken.set(state.spoken);
    this.outdated.set(state.outdated);
    for (const [key, weights] of (state.former ?? []).entries())
      if (state.outdated[key]) this.former[key] = weights;
  }

  /** Sums are taken of what was last said: there is nothing to be put. */
  hearAgain(): void {}

  private contribution(key: number): Contribution {
    const { weighing } = this;
    const said = this.line.said[key];
    return {
      addTo: (sums) => weighing.addTo(this.weightsOf(key), said, sums),
      at: (unit) => weighing.at(this.weightsOf(key), said, unit),
    };
  }

  /** By which weights that is weighed which was said last. */
  private weightsOf(key: number): Float64Array {
    if (!this.outdated[key]) return this.projection.weights.values;
    return this.former[key] ?? this.refuseHalf(key);
  }

  // Only each synapse by itself could tell what of a sum was weighed before, and what after.
  private refuseHalf(key: number): never {
    const { from, to, path } = this.projection;
    return fail({
      where: `${path} to ${to.name}`,
      got: `${this.line.keys[key]} of ${from.name} from before weights changed, beside others from after`,
      expected: 'all neurons to say it again after weights have changed',
      hint: 'grain synapse',
    });
  }
}
