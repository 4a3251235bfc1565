import type { Layout } from '../../../network/layout.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { Formula, Phase, Rule, Signals, Statement } from '../../../rules/rule.js';
import { keptStates } from '../../kept.js';
import { isMeant } from '../../roles.js';
import type { Told } from '../../told.js';
import type { Device } from '../device.js';
import type { ByName } from '../forward.js';
import { MovingWeights, type Rates, scaledRates } from '../weights.js';
import { addTerms } from './gradients.js';
import { Medium, type Unit } from './medium.js';
import { Neurons } from './neurons.js';
import { spreadFactors } from './spread-factors.js';
import { type Synapses, synapsesOf } from './synapses.js';
import { Traces } from './traces.js';
import { type Value, valuesOn } from './value.js';

/** What is presented, and to what. */
export interface Given<T> {
  readonly m: Device<T>;
  readonly layout: Layout;
  readonly rule: Rule;
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

/** Whoever looks on. */
export interface Watcher<T> {
  /** After so many steps of a phase; 0: before the first. */
  onStep?(phase: Phase, step: number, presentation: Presentation<T>): void;
  onEnd?(phase: Phase, presentation: Presentation<T>): void;
}

/** The presentation of a batch under a rule, statement by statement, on whole nodes. */
export class Presentation<T> {
  readonly neurons: ReadonlyMap<string, Neurons<T>>;
  /** Times the scale of the rates. */
  readonly gradient: ByName<T> = {};
  readonly units: ReadonlyMap<string, Unit>;
  private readonly medium: Medium<T>;
  private readonly weights: MovingWeights<T, Synapses<T>>;
  private readonly values;
  /** What synapses keep of gradients that they descend by a trace, by statement. */
  private readonly traces;
  /** What somebody else holds. */
  private readonly kept = new Set<T>();
  /** What is held of what was made here. */
  private held = new Set<T>();

  constructor(
    readonly given: Given<T>,
    private readonly watcher: Watcher<T> = {},
  ) {
    const { m, layout, rule, parameters, inputs, targets, batch, rates, kept } = given;
    this.values = valuesOn(m);
    this.traces = new Traces(m);
    this.weights = new MovingWeights(
      m,
      parameters,
      (now) => synapsesOf(m, layout, now, rule),
      rates.summed ?? false,
    );
    const inputUnits = layout.inputs.map((input): Unit => ({ ...input, node: undefined }));
    const units = [...inputUnits, ...layout.nodes.map((node): Unit => ({ ...node, node }))];
    this.units = new Map(units.map((unit) => [unit.name, unit]));
    this.medium = new Medium(m, layout, this.units, rule, batch, this.weights.projections);
    this.neurons = new Map(
      units.map((unit) => {
        const { name } = unit;
        const factors = spreadFactors(this.given, unit.size);
        for (const one of Object.values(factors)) if (typeof one !== 'number') this.kept.add(one);
        const given = { stimulus: inputs[name], target: targets?.[name], factors };
        return [name, new Neurons(m, unit, rule, this.medium, given)];
      }),
    );
    for (const { name, node, state } of keptStates(layout, rule))
      this.neurons.get(node)!.states[state] = kept?.[name] ?? 0;
  }

  /** Plays the phases, up to one and with it, or all. */
  play(last?: string): void {
    for (const phase of this.given.rule.phases) {
      this.playPhase(phase);
      if (phase.name === last) return;
    }
  }

  /** Parameters as they are, where they have moved. */
  get moved(): MovingWeights<T, Synapses<T>> | undefined {
    return this.weights.moved ? this.weights : undefined;
  }

  /** A state of a node as it is now, [batch, units]: kept until the scope ends that all of this is in. */
  keep(node: string, name: string): T {
    const tensor = this.state(node, name);
    this.kept.add(tensor);
    this.held.delete(tensor);
    return tensor;
  }

  /** What a formula makes of what the neurons of a node know, row-major. */
  evaluate(neurons: Neurons<T>, formula: Formula, signals: Signals): Float32Array {
    let values: Float32Array | undefined;
    this.within(() => {
      const value = formula<Value<T>>(this.values, neurons.view, signals);
      values = this.given.m.read(neurons.full(value));
    });
    return values!;
  }

  /** A state of a node, [batch, units]. */
  state(node: string, name: string): T {
    const neurons = this.neurons.get(node)!;
    return neurons.full(neurons.states[name]);
  }

  private playPhase(phase: Phase): void {
    const signals = { stepSize: phase.stepSize ?? 1, step: 0, ...this.given.told };
    const all = [...this.units.values()];
    if (phase.order && phase.steps === undefined) {
      const inOrder = phase.order === 'up' ? all : [...all].reverse();
      for (const unit of inOrder) this.have([unit], signals, phase.begins, phase.talk, phase.ends);
    } else {
      this.have(all, signals, phase.begins, phase.talk);
      this.watcher.onStep?.(phase, 0, this);
      for (let step = 1; step <= numberOfSteps(phase); step++) {
        this.have(all, { ...signals, step }, phase.moves, phase.talk);
        this.watcher.onStep?.(phase, step, this);
      }
      this.have(all, signals, phase.ends);
    }
    this.watcher.onEnd?.(phase, this);
  }

  /** Has some do some statements. */
  private have(
    units: readonly Unit[],
    signals: Signals,
    ...lists: (readonly Statement[] | undefined)[]
  ): void {
    for (const statement of lists.flatMap((list) => list ?? [])) {
      if (statement.kind === 'adapt') this.adapt(statement, units, signals);
      else this.within(() => this.do(statement, units, signals));
    }
  }

  /** Does it, and frees what nobody knows any more. */
  private within(work: () => void): void {
    const { m } = this.given;
    m.scope(() => {
      work();
      return [...this.known()];
    });
    const known = this.known();
    m.free([...this.held].filter((tensor) => !known.has(tensor)));
    this.held = known;
  }

  private do(statement: Statement, units: readonly Unit[], signals: Signals): void {
    const meant = units
      .filter((unit) => isMeant(statement.who, unit))
      .map(({ name }) => this.neurons.get(name)!);
    if (statement.kind === 'say') this.say(statement, meant, signals);
    else if (statement.kind === 'set') this.set(statement.values, meant, signals);
    else if (statement.kind === 'move') this.move(statement.values, meant, signals);
    else this.addGradients(statement, units, signals, this.given.rates.scale, this.gradient);
  }

  private say(
    { path, values }: Statement & { kind: 'say' },
    meant: readonly Neurons<T>[],
    signals: Signals,
  ): void {
    const messages = meant.flatMap((neurons) =>
      Object.entries(values).map(([key, formula]) => ({
        unit: neurons.unit,
        key,
        value: formula!<Value<T>>(this.values, neurons.view, signals),
      })),
    );
    for (const { unit, key, value } of messages) this.medium.say(path, unit, key, value);
  }

  private set(
    values: (Statement & { kind: 'set' })['values'],
    meant: readonly Neurons<T>[],
    signals: Signals,
  ): void {
    for (const neurons of meant) {
      for (const [name, formula] of Object.entries(values)) {
        neurons.states[name] = formula!<Value<T>>(this.values, neurons.view, signals);
      }
    }
  }

  private move(
    values: (Statement & { kind: 'move' })['values'],
    meant: readonly Neurons<T>[],
    signals: Signals,
  ): void {
    const { add, mul } = this.values;
    const moved = meant.flatMap((neurons) =>
      Object.entries(values).map(([name, formula]) => {
        const velocity = formula!<Value<T>>(this.values, neurons.view, signals);
        return { neurons, name, value: add(neurons.states[name], mul(velocity, signals.stepSize)) };
      }),
    );
    for (const { neurons, name, value } of moved) neurons.states[name] = value;
  }

  /** Weights move now; what has been said was weighed before. */
  private adapt(statement: Statement & { kind: 'adapt' }, units: readonly Unit[], signals: Signals): void {
    const change = scaledRates(this.given.rates, signals.stepSize);
    const gradient: ByName<T> = {};
    this.within(() => this.medium.settle());
    const add = () => this.addGradients(statement, units, signals, change.scale, gradient);
    const { lowpass } = statement;
    if (lowpass !== undefined)
      this.within(() => {
        add();
        this.traces.follow(statement, gradient, signals.stepSize / lowpass);
      });
    const put = this.weights.step(() => {
      if (lowpass !== undefined) return this.traces.of(statement);
      add();
      return gradient;
    }, change);
    put();
    this.medium.change(this.weights.projections);
    for (const neurons of this.neurons.values()) neurons.forgetBias();
  }

  private addGradients(
    { who, terms }: Statement & { kind: 'learn' | 'adapt' },
    units: readonly Unit[],
    signals: Signals,
    scale: number,
    gradient: ByName<T>,
  ): void {
    const { m, layout, rule, batch } = this.given;
    const nodes = layout.nodes.filter(({ name }) => units.some((unit) => unit.name === name));
    const { values, medium, neurons } = this;
    const { parameters } = this.weights;
    const learning = { m, values, rule, medium, neurons, nodes, layout, parameters, signals, scale, batch };
    for (const [path, list] of Object.entries(terms)) addTerms(learning, who, path, list!, gradient);
  }

  /** Every tensor that somebody knows. */
  private known(): Set<T> {
    const { inputs, targets = {}, kept = {}, parameters } = this.given;
    const known = new Set<T>([...this.medium.tensors(), ...Object.values(this.gradient)]);
    for (const neurons of this.neurons.values()) for (const tensor of neurons.tensors()) known.add(tensor);
    for (const tensor of this.traces.tensors()) known.add(tensor);
    const others = [inputs, targets, kept, parameters].flatMap((given) => Object.values(given));
    for (const tensor of [...others, ...this.kept]) known.delete(tensor);
    return known;
  }
}
