import { keyOf, normalAt } from '../../../math/counted-noise.js';
import type { Names, Own, Rule, Signals } from '../../../rules/rule.js';
import type { Device } from '../device.js';
import type { Medium, Unit } from './medium.js';
import { statesIn, viewOn } from './shape.js';
import { tensorsOf, type Value } from './value.js';

/** What the neurons of a node know of themselves, as a rule's formulas read it. */
export type View<T> = Own<Value<T>, Names>;

/** What neurons are given from outside. */
interface Given<T> {
  readonly stimulus?: T | undefined;
  readonly target?: T | undefined;
  readonly factors?: Readonly<Record<string, Value<T>>>;
}

/** The neurons of a node, or of an input: their states, and what reaches them. */
export class Neurons<T> {
  private readonly states: Record<string, Value<T> | (() => Value<T>)>;
  /** What formulas are given. */
  readonly view: View<T>;

  constructor(
    private readonly m: Device<T>,
    readonly unit: Unit,
    rule: Rule,
    private readonly medium: Medium<T>,
    private readonly given: Given<T>,
  ) {
    this.states = Object.fromEntries(statesIn(rule).map((name) => [name, 0]));
    this.view = this.viewOf(rule);
  }

  /** What was put off is worked out. */
  settle(): void {
    for (const name of Object.keys(this.states)) this.state(name);
  }

  /** Every tensor that is kept. */
  *tensors(): Iterable<T> {
    for (const name of Object.keys(this.states)) yield* tensorsOf(this.state(name));
  }

  /** A tensor of a value, [batch, units]. */
  full(value: Value<T>): T {
    return this.medium.full(value, this.unit.size);
  }

  /** What a formula reads of a state. */
  state(name: string): Value<T> {
    const state = this.states[name];
    return typeof state === 'function' ? this.put(name, (state as () => Value<T>)()) : state;
  }

  put(name: string, value: Value<T>): Value<T> {
    this.states[name] = value;
    return value;
  }

  /** A state that is worked out when it is asked for, by what there is now: at the latest before weights change. */
  putOff(name: string, find: () => Value<T>): void {
    this.states[name] = find;
  }

  /** What a formula reads of what arrives. */
  inlet(path: string, key: string): Value<T> {
    return this.medium.arrived(path, this.unit, key);
  }

  /** What a formula reads of the rest. */
  own(name: 'bias' | 'stimulus' | 'target'): Value<T> {
    return name === 'bias' ? this.withBias(0) : (this.given[name] ?? 0);
  }

  private viewOf(rule: Rule): View<T> {
    const { m, unit, given } = this;
    const activation = unit.node?.activation;
    return viewOn(rule, this, {
      in: (key: string) => this.withBias(this.medium.arrived('up', unit, key)),
      gate: (key: string) => (unit.node ? this.medium.gate(unit.node, key) : 1),
      f: (a: Value<T>) => activation!.rate(m, this.full(a)),
      df: (a: Value<T>) => activation!.slope(m, this.full(a)),
      noise: (signals: Signals, draw = 1) => this.noise(signals, draw),
      factor: (name: string) => given.factors?.[name] ?? 0,
      byDistance: (factor: number) => factor ** unit.distance,
      errorAt: (activity: Value<T>) => this.errorAt(activity, given.target),
    }) as unknown as View<T>;
  }

  private noise({ seed, update, step }: Signals, draw: number): T {
    const { name, size } = this.unit;
    const key = keyOf(name);
    const { batch } = this.medium;
    const at = (k: number) => normalAt(seed, update, Math.floor(k / size), key, k % size, step, draw);
    return this.m.upload(
      Float64Array.from({ length: batch * size }, (_, k) => at(k)),
      [batch, size],
    );
  }

  private withBias(sum: Value<T>): T {
    return this.medium.synapses.forward[this.unit.name].withBias(this.full(sum));
  }

  private errorAt(activity: Value<T>, target: T | undefined): Value<T> {
    const { m, unit } = this;
    const loss = unit.node?.loss;
    if (!loss || target === undefined) return 0;
    const x = this.full(activity);
    const pooled = loss.pool ? m.logSumExp(x) : target;
    const total = loss.pool ? m.sumColumns(target) : target;
    return loss.error(m, { activity: x, target, pooled, total });
  }
}
