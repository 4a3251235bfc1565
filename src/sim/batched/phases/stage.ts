import type { Layout } from '../../../network/layout.js';
import type { RuleArithmetic } from '../../../rules/arithmetic.js';
import type { Rule } from '../../../rules/rule.js';
import { keptStates } from '../../kept.js';
import { relaysOf } from '../../relays.js';
import type { Relaxation } from '../../simulator.js';
import type { SolverName } from '../../solvers.js';
import type { Told } from '../../told.js';
import type { Device } from '../device.js';
import type { ByName } from '../projections.js';
import { MovingWeights, type Rates } from '../weights.js';
import { Medium, type Unit } from './medium.js';
import { Memory } from './memory.js';
import { Neurons } from './neurons.js';
import { spreadFactors } from './spread-factors.js';
import { type Synapses, synapsesOf } from './synapses.js';
import { Traces } from './traces.js';
import { tensorsOf, type Value, valuesOn } from './value.js';

/** How phases with steps are gone through. */
export interface Course extends Pick<Relaxation, 'schedule' | 'duration' | 'seed'> {
  readonly solver: Exclude<SolverName, 'auto'>;
}

/** What is presented, and to what. */
export interface Given<T> {
  readonly m: Device<T>;
  readonly layout: Layout;
  readonly rule: Rule;
  readonly course: Course;
  readonly parameters: ByName<T>;
  readonly inputs: Readonly<ByName<T>>;
  readonly targets?: Readonly<ByName<T>> | undefined;
  readonly batch: number;
  readonly rates: Rates;
  readonly told: Told;
  /** Third factors, a number for each sample; 0 where they are not given. */
  readonly factors?: Readonly<Record<string, ArrayLike<number>>> | undefined;
  /** States that the rule keeps, as they are when the presentation begins: `NODE.STATE` [batch, units]; 0 if not given. */
  readonly kept?: Readonly<ByName<T>> | undefined;
}

/** All that takes part in a presentation: neurons, what is between them, weights and their gradients. */
export class Stage<T> {
  /** The device, which computes nothing twice. */
  readonly m: Device<T>;
  readonly values: RuleArithmetic<Value<T>>;
  readonly memory: Memory<T>;
  /** Inputs and nodes, in topological order. */
  readonly units: readonly Unit[];
  readonly neurons: ReadonlyMap<string, Neurons<T>>;
  /** Those who pass on at once what they hear, outputs first. */
  readonly relays: readonly Unit[];
  readonly medium: Medium<T>;
  readonly weights: MovingWeights<T, Synapses<T>>;
  /** What synapses keep of gradients that they descend by a trace, by statement. */
  readonly traces: Traces<T>;
  /** Times the scale of the rates. */
  readonly gradient: ByName<T> = {};
  private readonly held = new Set<T>();

  constructor(readonly given: Given<T>) {
    const { layout, rule, parameters, inputs, targets, batch, rates } = given;
    this.memory = new Memory(given.m);
    const { m } = this.memory;
    this.m = m;
    this.values = valuesOn(m);
    this.traces = new Traces(m);
    this.weights = new MovingWeights(
      given.m,
      parameters,
      (now) => synapsesOf(m, layout, now, rule),
      rates.summed ?? false,
    );
    const inputUnits = layout.inputs.map((input): Unit => ({ ...input, node: undefined }));
    this.units = [...inputUnits, ...layout.nodes.map((node): Unit => ({ ...node, node }))];
    const byName = new Map(this.units.map((unit) => [unit.name, unit]));
    const relays = new Set(relaysOf(layout, rule).map(({ name }) => name));
    this.relays = this.units.filter(({ name }) => relays.has(name)).reverse();
    this.medium = new Medium(this.memory, layout, byName, rule, batch, this.weights.synapses);
    this.neurons = new Map(
      this.units.map((unit) => {
        const { name } = unit;
        const factors = spreadFactors(given, unit.size);
        for (const one of Object.values(factors)) for (const tensor of tensorsOf(one)) this.keep(tensor);
        const own = { stimulus: inputs[name], target: targets?.[name], factors };
        return [name, new Neurons(m, unit, rule, this.medium, own)];
      }),
    );
    for (const { name, node, state } of keptStates(layout, rule))
      this.neurons.get(node)!.put(state, given.kept?.[name] ?? 0);
  }

  /** Whether it is a relay. */
  passesOn(unit: Unit): boolean {
    return this.relays.includes(unit);
  }

  /** Does it, and frees what nobody will ask for any more. */
  within(work: () => void): void {
    this.memory.within(work, () => this.known());
  }

  /** Is not freed before the scope ends that all of this is in. */
  keep(tensor: T): void {
    this.held.add(tensor);
  }

  /** Every tensor that somebody knows. */
  private *known(): Iterable<T> {
    const { inputs, targets = {}, kept = {}, parameters } = this.given;
    for (const some of [inputs, targets, kept, parameters, this.gradient]) yield* Object.values(some);
    yield* this.held;
    yield* this.weights.tensors();
    yield* this.medium.tensors();
    yield* this.traces.tensors();
    for (const neurons of this.neurons.values()) yield* neurons.tensors();
  }
}
