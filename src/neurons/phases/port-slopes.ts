import { type Afferents, type AnyTerm, learnBy } from './afferents.js';
import type { Inlet } from './inlet.js';
import type { Ports } from './ports.js';

/** A slope towards ports, by index: of what has come up under a key, or as it was when a state was set. */
export interface PortGate {
  readonly kind: 'key' | 'state';
  readonly index: number;
}

/** Slopes of a population's neurons towards their ports: as they are, and as they were when states were set that have them in them. */
export class PortSlopes {
  /** By state, those of the moment when it was set. */
  private readonly latched: (Float64Array | undefined)[] = [];
  private readonly now: Float64Array;
  private readonly ones: Float64Array;

  /** @param inlets of the way up, by key */
  constructor(
    readonly ports: Ports,
    private readonly inlets: readonly Inlet[],
  ) {
    this.now = new Float64Array(ports.places);
    this.ones = new Float64Array(ports.places).fill(1);
  }

  /** Those of some neurons, until the next call: ones, where a value has none in it. */
  of(gate: PortGate | undefined, units: Int32Array): Float64Array {
    if (!gate) return this.ones;
    if (gate.kind === 'state') return this.latched[gate.index] ?? this.ones;
    const inlet = this.inlets[gate.index];
    inlet.freshen(units);
    this.ports.slopes(inlet.brought, units, this.now);
    return this.now;
  }

  /** A state of some neurons is set: its slopes are those of the value that it is set to. */
  latch(state: number, gate: PortGate | undefined, units: Int32Array): void {
    if (!gate && !this.latched[state]) return;
    const slopes = this.of(gate, units);
    this.latched[state] ??= new Float64Array(this.ports.places).fill(1);
    const kept = this.latched[state];
    const { size } = this.ports;
    for (let i = 0; i < units.length; i++)
      for (let place = units[i]; place < kept.length; place += size) kept[place] = slopes[place];
  }

  /** Synapses learn from factors of their neurons: those at ports from that times the slope towards theirs. */
  instruct(
    afferents: readonly Afferents[],
    term: AnyTerm,
    gate: PortGate | undefined,
    factors: Float64Array,
    units: Int32Array,
  ): void {
    const { ports } = this;
    const slopes = this.of(gate, units);
    const towards = slopes.map((slope, place) => slope * factors[place % ports.size]);
    for (const synapses of afferents)
      if (!learnBy(term, synapses)) continue;
      else if (synapses.atPorts) synapses.learn(term, towards, ports.of(units));
      else synapses.learn(term, factors, units);
  }

  clear(): void {
    for (const slopes of this.latched) slopes?.fill(1);
  }

  /** By state; ones where it has never been set to anything with slopes in it. @param states how many there are */
  state(states: number): readonly Float64Array[] {
    return Array.from({ length: states }, (_, k) => (this.latched[k] ?? this.ones).slice());
  }

  restore(latched: readonly Float64Array[]): void {
    for (const [k, slopes] of latched.entries()) {
      this.latched[k] ??= new Float64Array(slopes.length);
      this.latched[k].set(slopes);
    }
  }
}
