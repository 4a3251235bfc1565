import { mapLinear, type Trajectory, valueAt } from '../../math/trajectory.js';
import type { Message, RuleMessage } from '../../messages/message.js';
import type { PhasedCircuit } from '../../sim/events/phases/circuit.js';
import { relativeDifference } from '../../sim/tolerance.js';
import type { ListProjection } from '../../synapses/phases/projection.js';

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
  /** Projections one by one, by who speaks there and the path. */
  private readonly lists = new Map<string, ListProjection[]>();

  constructor(
    private readonly circuit: PhasedCircuit,
    private readonly report: (finding: string) => void,
  ) {
    for (const { population } of circuit.members) this.watchInlets(population);
    for (const one of circuit.projections) {
      if (!one.pattern || !one.carries) continue;
      const key = `${one.from.name} ${one.path}`;
      this.lists.set(key, [...(this.lists.get(key) ?? []), one]);
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
  }

  hear(message: Message): void {
    if (message.kind === 'learn' || message.kind === 'adapt') this.checkHeard(message);
    else if (/\.(weight|feedback|direct)\[/.test(message.source)) this.bring(message);
    else
      for (const [name, value] of valuesIn(message)) {
        this.said.set(`${message.source} ${name}`, value);
        this.bringOverLists(message.source, name, value);
      }
  }

  // Weights that several have, or that are fixed, name no synapse: what one brings is worked out from what its neuron said.
  private bringOverLists(source: string, name: string, value: Heard): void {
    const at = source.lastIndexOf('[');
    const [path] = name.split('.');
    const unit = Number(source.slice(at + 1, -1));
    for (const one of this.lists.get(`${source.slice(0, at)} ${path}`) ?? []) {
      const { starts, from: ends, places } = one.pattern.turned;
      for (let k = starts[unit]; k < starts[unit + 1]; k++) {
        const place = `${one.to.name}[${ends[k]}] ${name}`;
        const weigh = (x: number) => one.weights.values[places[k]] * x;
        const brought = typeof value === 'number' ? weigh(value) : mapLinear(value, weigh);
        const known = this.brought.get(place) ?? new Map<string, Heard>();
        this.brought.set(place, known.set(`${source} by ${one.weights.name} ${k}`, brought));
      }
    }
  }

  private bring(message: Message): void {
    const { source, target } = message;
    const [path] = message.kind.split('.');
    const { way } = this.circuit.rule.paths[path];
    if (way === 'down' && source.includes('.weight[')) this.transported.add(path);
    if (way === 'up' && (this.ends.get(source) ?? target) !== target) this.several = true;
    if (way === 'up') this.ends.set(source, target);
    const parameter = source.slice(0, source.lastIndexOf('['));
    if (this.circuit.projections.some(({ weights, pattern }) => pattern && weights.name === parameter))
      return;
    for (const [name, value] of valuesIn(message)) {
      const place = `${target} ${name}`;
      this.brought.set(place, (this.brought.get(place) ?? new Map()).set(source, value));
    }
  }

  // Whatever reads what arrived asks an inlet.
  private watchInlets({ name, voices, inlets }: PhasedCircuit['members'][number]['population']): void {
    for (const [path, all] of Object.entries(inlets)) {
      for (const [k, inlet] of all.entries()) {
        const at = inlet.at.bind(inlet);
        const what = `${path}.${voices[path].keys[k]}`;
        inlet.at = (unit) => {
          const value = at(unit);
          this.check(`${name}[${unit}]`, what, value);
          return value;
        };
      }
    }
  }

  private check(neuron: string, what: string, value: number): void {
    let sum = 0;
    for (const one of this.brought.get(`${neuron} ${what}`)?.values() ?? []) sum += this.now(one);
    if (relativeDifference([value], [sum]) <= rounding || Math.abs(value - sum) <= rounding) return;
    this.report(`${neuron} finds ${value} as what arrived under ${what}, and messages brought ${sum}`);
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
