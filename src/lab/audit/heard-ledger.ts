import { mapLinear, type Trajectory, valueAt } from '../../math/trajectory.js';
import type { Message, RuleMessage } from '../../messages/message.js';
import type { Population } from '../../neurons/phases/population.js';
import type { PhasedCircuit } from '../../sim/events/phases/circuit.js';
import { relativeDifference } from '../../sim/tolerance.js';
import type { Projection } from '../../synapses/phases/projection.js';
import { PortLedger, synapsesFrom } from './port-ledger.js';

/** A sum of what messages brought is as it should be within rounding: its order may be another. */
const rounding = 1e-12;

/** Holds all that neurons find as having arrived, and all that synapses learn from, to the messages that were heard. */
export class HeardLedger {
  /** By neuron, path and key: what each synapse last brought. */
  private readonly brought = new Map<string, Map<string, Heard>>();
  /** By neuron, path and key: what it last said. */
  private readonly said = new Map<string, Heard>();
  /** Paths on which a message was weighed by the weight of a synapse that carries the other way. */
  private readonly transported = new Set<string>();
  /** By weight, the neuron at the end of a synapse that has it and carries up; and whether that was ever another. */
  private readonly ends = new Map<string, string>();
  private several = false;
  /** Projections whose synapses no message names, by who speaks there and the path. */
  private readonly nameless = new Map<string, Projection[]>();
  private readonly ports: PortLedger;

  constructor(
    private readonly circuit: PhasedCircuit,
    private readonly report: (finding: string) => void,
  ) {
    this.ports = new PortLedger(circuit, report, (place) => this.sumOf(place));
    for (const { population } of circuit.members) this.watchInlets(population);
    for (const one of circuit.projections) {
      if (!one.carries || !this.isNameless(one.weights.name)) continue;
      const key = `${one.from.name} ${one.path}`;
      this.nameless.set(key, [...(this.nameless.get(key) ?? []), one]);
    }
  }

  /** Paths whose synapses read the weight of another. */
  get borrowed(): ReadonlySet<string> {
    return this.transported;
  }

  /** Several synapses were seen to weigh by one weight. */
  get shares(): boolean {
    return this.several;
  }

  /** A new presentation: nothing has been said yet. */
  begin(): void {
    this.brought.clear();
    this.said.clear();
    this.ports.begin();
  }

  hear(message: Message): void {
    if (message.kind === 'learn' || message.kind === 'adapt') this.checkHeard(message);
    else if (/\.(weight|feedback|direct)\[/.test(message.source)) this.bring(message);
    else
      for (const [name, value] of valuesIn(message)) {
        this.said.set(`${message.source} ${name}`, value);
        this.bringByWhatWasSaid(message.source, name, value);
      }
  }

  // Weights that several have, or that are fixed, name no synapse: what one brings is worked out from what its neuron said.
  private bringByWhatWasSaid(source: string, name: string, value: Heard): void {
    const at = source.lastIndexOf('[');
    const [path, key] = name.split('.');
    const unit = Number(source.slice(at + 1, -1));
    for (const one of this.nameless.get(`${source.slice(0, at)} ${path}`) ?? []) {
      const towards = one.path === 'up' ? undefined : this.ports.slopesOf(one, key, unit);
      for (const { start, end, weight } of synapsesFrom(one, unit)) {
        const weigh = (x: number) => weight * (towards ? x * towards(start) : x);
        const brought = typeof value === 'number' ? weigh(value) : mapLinear(value, weigh);
        const place = `${one.to.name}[${end}] ${name}`;
        const known = this.brought.get(place) ?? new Map<string, Heard>();
        const number = this.circuit.projections.indexOf(one);
        this.brought.set(place, known.set(`${start} by ${number}`, brought));
      }
    }
  }

  private isNameless(parameter: string): boolean {
    return this.circuit.projections.some(({ weights, pattern }) => pattern && weights.name === parameter);
  }

  private bring(message: Message): void {
    const { source, target } = message;
    const [path] = message.kind.split('.');
    const { way } = this.circuit.rule.paths[path];
    if (way === 'down' && source.includes('.weight[')) this.transported.add(path);
    if (way === 'up' && (this.ends.get(source) ?? target) !== target) this.several = true;
    if (way === 'up') this.ends.set(source, target);
    const parameter = source.slice(0, source.lastIndexOf('['));
    if (this.isNameless(parameter)) return;
    for (const [name, value] of valuesIn(message)) {
      const place = `${target} ${name}`;
      this.brought.set(place, (this.brought.get(place) ?? new Map()).set(source, value));
    }
  }

  // Whatever reads what arrived asks an inlet.
  private watchInlets(population: Population): void {
    const { voices, inlets } = population;
    for (const [path, all] of Object.entries(inlets)) {
      for (const [k, inlet] of all.entries()) {
        const at = inlet.at.bind(inlet);
        const what = `${path}.${voices[path].keys[k]}`;
        inlet.at = (unit) => {
          const value = at(unit);
          this.check(population, unit, what, value);
          return value;
        };
      }
    }
  }

  private check(population: Population, unit: number, what: string, value: number): void {
    const neuron = `${population.name}[${unit}]`;
    const ported = population.slopes && what.startsWith('up.');
    const sum = ported ? this.ports.at(population, unit, what) : this.sumOf(`${neuron} ${what}`);
    if (relativeDifference([value], [sum]) <= rounding || Math.abs(value - sum) <= rounding) return;
    this.report(`${neuron} finds ${value} as what arrived under ${what}, and messages brought ${sum}`);
  }

  /** What messages brought to a neuron, or to a port, under a path and key: `NODE[PLACE] PATH.KEY`. */
  private sumOf(place: string): number {
    let sum = 0;
    for (const one of this.brought.get(place)?.values() ?? []) sum += this.now(one);
    return sum;
  }

  private now(heard: Heard): number {
    return typeof heard === 'number' ? heard : valueAt(heard, this.circuit.medium.queue.now());
  }

  /** Of the synapses that are told: what each learns from is what its neuron last said. */
  private checkHeard({ source, path }: Message & { readonly path?: string }): void {
    const to = source.slice(0, source.lastIndexOf('['));
    for (const projection of this.circuit.projections) {
      const { from, carries } = projection;
      if (projection.path !== path || projection.to.name !== to || !carries) continue;
      const { keys, said } = from.voices[path];
      for (const [k, key] of keys.entries()) {
        for (const [unit, value] of said[k].entries()) {
          const heard = this.said.get(`${from.name}[${unit}] ${path}.${key}`) ?? 0;
          const told = this.now(heard);
          // Where a value will be is worked out from it, within rounding.
          const slack = typeof heard === 'number' ? 0 : rounding;
          if (Object.is(told, value) || relativeDifference([told], [value]) <= slack) continue;
          this.report(
            `synapses of ${source} learn from ${value} of ${from.name}[${unit}], which said ${told}`,
          );
        }
      }
    }
  }
}

/** A value, or where it will be. */
type Heard = number | Trajectory;

/** Values of a message by `PATH.KEY`. */
function valuesIn({
  kind,
  value,
  values,
  futures,
}: Message & Partial<Pick<RuleMessage, 'values' | 'futures'>>): readonly (readonly [string, Heard])[] {
  const [path, key] = kind.split('.');
  const all: Readonly<Record<string, Heard>> = futures ?? values ?? { [key]: value };
  return Object.entries(all).map(([name, one]) => [`${path}.${name}`, one] as const);
}
