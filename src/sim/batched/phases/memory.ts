import type { Shape } from '../../../network/shapes.js';
import type { Device } from '../device.js';

/** What an operation made of its operands. */
interface Made<T> {
  readonly operands: readonly T[];
  readonly result: T;
  /** It may have the numbers of its operands, or be made of them later: they live as long as it does. */
  readonly holds: boolean;
}

/**
 * A device that computes nothing twice: an operation on operands that it has seen gives what it gave then. So whatever has
 * not changed since (slopes of a sweep, messages of neurons that stand still, parts of weights) costs nothing when it is
 * asked for again. What it made is its own, until it forgets it.
 */
export class Memory<T> {
  /** The same operations, remembered. */
  readonly m: Device<T>;
  private readonly made = new Map<string, Made<T>>();
  private readonly constants = new Map<string, T>();
  private readonly numbers = new Map<T, number>();
  private readonly own = new Set<T>();
  private next = 0;

  private readonly device: Device<T>;

  constructor(device: Device<T>) {
    this.device = device.deferring ?? device;
    this.m = { ...this.device, ...this.remembering() };
  }

  /** A tensor of one number. */
  constant(value: number, shape: Shape): T {
    const key = `${textOf(value)} ${shape.join(' ')}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const size = shape.reduce((product, n) => product * n, 1);
    const made = this.device.upload(new Float64Array(size).fill(value), shape);
    this.constants.set(key, made);
    return made;
  }

  /** Does it, and frees what can be asked for no more: all but some tensors, and what was made of these alone. */
  within(work: () => void, kept: () => Iterable<T>): void {
    this.device.scope(() => {
      work();
      return this.forget(kept());
    });
  }

  /** Gives some of what it made away. */
  release(tensors: readonly T[]): void {
    const gone = new Set(tensors);
    for (const [key, { operands, result }] of this.made) {
      if (gone.has(result) || operands.some((operand) => gone.has(operand))) this.made.delete(key);
    }
    for (const tensor of gone) this.own.delete(tensor);
  }

  /** @returns all that stays */
  private forget(kept: Iterable<T>): T[] {
    const alive = new Set<T>([...kept, ...this.constants.values()]);
    // The last first: what it is made of may hold others.
    for (const { operands, result, holds } of [...this.made.values()].reverse()) {
      if (holds && alive.has(result)) for (const operand of operands) alive.add(operand);
    }
    for (const [key, { operands, result }] of this.made) {
      if (operands.every((operand) => alive.has(operand))) alive.add(result);
      else this.made.delete(key);
    }
    const dead = [...this.own].filter((tensor) => !alive.has(tensor));
    this.device.free(dead);
    for (const tensor of dead) this.own.delete(tensor);
    for (const tensor of this.numbers.keys()) if (!alive.has(tensor)) this.numbers.delete(tensor);
    return [...alive];
  }

  private remember(what: string, operands: readonly T[], make: () => T, holds = false): T {
    let key = what;
    for (let i = 0; i < operands.length; i++) key += ` ${this.numberOf(operands[i])}`;
    const known = this.made.get(key);
    if (known) return known.result;
    const result = make();
    this.made.set(key, { operands, result, holds });
    if (!operands.includes(result)) this.own.add(result);
    return result;
  }

  private numberOf(tensor: T): number {
    const known = this.numbers.get(tensor);
    if (known !== undefined) return known;
    this.numbers.set(tensor, this.next);
    return this.next++;
  }

  private remembering(): Partial<Device<T>> {
    const { device } = this;
    const one = (name: (typeof unary)[number]) => (a: T) => this.remember(name, [a], () => device[name](a));
    const slope = (name: (typeof slopes)[number]) => (a: T) =>
      this.remember(name, [a], () => device[name](a), true);
    const two = (name: (typeof binary)[number]) => (a: T, b: T) =>
      this.remember(name, [a, b], () => device[name](a, b));
    const part = (name: 'rows' | 'columns') => (a: T, from: number, count: number) =>
      this.remember(`${name} ${from} ${count}`, [a], () => device[name](a, from, count));
    return {
      ...Object.fromEntries(unary.map((name) => [name, one(name)])),
      ...Object.fromEntries(slopes.map((name) => [name, slope(name)])),
      ...Object.fromEntries(binary.map((name) => [name, two(name)])),
      affine: (a, factor, offset) =>
        this.remember(
          `affine ${textOf(factor)} ${textOf(offset)}`,
          [a],
          () => device.affine(a, factor, offset),
          offset === 0,
        ),
      sum: (parts) => (parts.length === 1 ? parts[0] : this.remember('sum', parts, () => device.sum(parts))),
      transpose: (a) => this.remember('transpose', [a], () => device.transpose(a), true),
      clip: (a, low, high) =>
        this.remember(`clip ${textOf(low)} ${textOf(high)}`, [a], () => device.clip(a, low, high)),
      concat: (parts) => this.remember('concat', parts, () => device.concat(parts)),
      rows: part('rows'),
      columns: part('columns'),
    };
  }
}

const unary = [
  ...(['exp', 'relu', 'tanh', 'sigmoid', 'softplus'] as const),
  ...(['sqrt', 'sumRows', 'sumColumns', 'logSumExp'] as const),
] as const;
/** A device may put off making them. */
const slopes = ['ones', 'step', 'tanhSlope', 'sigmoidSlope'] as const;
const binary = [
  ...(['add', 'sub', 'mul', 'div', 'addRow'] as const),
  ...(['matMul', 'matMulTransposed', 'transposedMatMul'] as const),
] as const;

/** A zero has two signs. */
const textOf = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
