import type { Population } from '../../neurons/phases/population.js';
import type { PortGate } from '../../neurons/phases/port-slopes.js';
import type { Ports } from '../../neurons/phases/ports.js';
import type { PhasedCircuit } from '../../sim/events/phases/circuit.js';
import { relativeDifference } from '../../sim/tolerance.js';
import type { Projection } from '../../synapses/phases/projection.js';

/** A synapse at the start of which a neuron speaks: from a neuron, or one of its ports, to another or one of its. */
export interface Leading {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** Synapses that a neuron speaks to; at all of its ports, where they begin there. */
export function synapsesFrom(projection: Projection, unit: number): Leading[] {
  const { from, to, pattern, weights } = projection;
  if (!pattern) {
    const { offset, toStride, fromStride } = projection;
    return Array.from({ length: to.size }, (_, end) => ({
      ...{ start: unit, end },
      weight: weights.values[offset + end * toStride + unit * fromStride],
    }));
  }
  const { starts, from: ends, places } = pattern.turned;
  const leading: Leading[] = [];
  for (let start = unit; start < pattern.pres; start += from.size)
    for (let k = starts[start]; k < starts[start + 1]; k++)
      leading.push({ start, end: ends[k], weight: weights.values[places[k]] });
  return leading;
}

/** Products of the same numbers may be taken in another order. */
const rounding = 1e-12;

/**
 * Holds what neurons know of their ports to messages: the product or the largest, and the slope towards each, are those of what
 * messages brought to the ports; a slope that is kept, as which port won, is as it was when it was kept.
 */
export class PortLedger {
  /** By population and state, slopes as they were when it was set. */
  private readonly kept = new Map<string, Float64Array>();

  /** @param broughtTo what messages brought to a port: `NODE[PLACE] PATH.KEY` */
  constructor(
    circuit: PhasedCircuit,
    private readonly report: (finding: string) => void,
    private readonly broughtTo: (place: string) => number,
  ) {
    for (const { population } of circuit.members) this.watch(population);
  }

  /** A new presentation: nothing is kept. */
  begin(): void {
    this.kept.clear();
  }

  /** The product or the largest of what was brought to the ports of a neuron. */
  at(population: Population, unit: number, what: string): number {
    return population.slopes!.ports.at(this.column(population, unit, what), unit);
  }

  /** By what is weighed what a neuron says under a key, by where its synapses begin: the slope towards that port, if it is one. */
  slopesOf({ from, path }: Projection, key: string, unit: number): (start: number) => number {
    const gate = from.slopes && from.voices[path].gates[from.voices[path].keys.indexOf(key)];
    if (!gate) return () => 1;
    const slopes = this.slopes(from, gate, unit);
    return (start) => slopes[start];
  }

  // Whoever uses a slope asks for it: what neurons say and learn, and what they keep of it.
  private watch(population: Population): void {
    const { slopes } = population;
    if (!slopes) return;
    const of = slopes.of.bind(slopes);
    const latch = slopes.latch.bind(slopes);
    slopes.of = (gate, units) => {
      const found = of(gate, units);
      for (const unit of units) this.check(population, gate, unit, found);
      return found;
    };
    slopes.latch = (state, gate, units) => {
      latch(state, gate, units);
      for (const unit of units) this.keep(population, state, gate, unit);
    };
  }

  private keep(population: Population, state: number, gate: PortGate | undefined, unit: number): void {
    const { ports } = population.slopes!;
    const now = this.slopes(population, gate, unit).slice();
    const place = `${population.name} ${state}`;
    const kept = this.kept.get(place) ?? new Float64Array(ports.places).fill(1);
    for (const port of portsAt(ports, unit)) kept[port] = now[port];
    this.kept.set(place, kept);
  }

  private check(population: Population, gate: PortGate | undefined, unit: number, found: Float64Array): void {
    const wanted = this.slopes(population, gate, unit);
    const { name, slopes } = population;
    for (const port of portsAt(slopes!.ports, unit)) {
      const [is, was] = [found[port], wanted[port]];
      if (relativeDifference([is], [was]) <= rounding || Math.abs(is - was) <= rounding) continue;
      this.report(
        `${name}[${unit}] has slope ${is} towards port ${portOf(slopes!.ports, port)}, and messages gave ${was}`,
      );
    }
  }

  private slopes(population: Population, gate: PortGate | undefined, unit: number): Float64Array {
    const { ports } = population.slopes!;
    const ones = () => new Float64Array(ports.places).fill(1);
    if (!gate) return ones();
    if (gate.kind === 'state') return this.kept.get(`${population.name} ${gate.index}`) ?? ones();
    const key = population.voices.up.keys[gate.index];
    const slopes = ones();
    ports.slopes(this.column(population, unit, `up.${key}`), Int32Array.of(unit), slopes);
    return slopes;
  }

  private column({ name, slopes }: Population, unit: number, what: string): Float64Array {
    const { ports } = slopes!;
    const column = new Float64Array(ports.places);
    for (const port of portsAt(ports, unit)) column[port] = this.broughtTo(`${name}[${port}] ${what}`);
    return column;
  }
}

const portsAt = (ports: Ports, unit: number) =>
  Array.from({ length: ports.count }, (_, port) => port * ports.size + unit);

const portOf = ({ size }: Ports, place: number) => Math.floor(place / size);
