import { type Shape, sizeOf } from '../../../network/shapes.js';
import type { Device } from '../device.js';
import type { Known } from './known.js';
import { Remembering, textOf } from './remembering.js';

/** What an operation made of its operands. */
interface Made<T> {
  readonly operands: readonly T[];
  readonly result: T;
  /** It may have the numbers of its operands, or be made of them later: they live as long as it does. */
  readonly holds: boolean;
  /** The step in which it was last asked for. */
  asked: number;
}

/**
 * A device that computes nothing twice: an operation on operands that it has seen gives what it gave then. So whatever has
 * not changed since (slopes of a sweep, messages of neurons that stand still, parts of weights) costs nothing when it is
 * asked for again. What it made is its own, until it forgets it.
 */
export class Memory<T> implements Known<T> {
  /** The same operations, remembered. */
  readonly m: Device<T>;
  private readonly made = new Map<string, Made<T>>();
  private readonly constants = new Map<string, T>();
  private readonly numbers = new Map<T, number>();
  private readonly patterns = new Map<object, number>();
  private readonly own = new Set<T>();
  private next = 0;
  private step = 0;

  private readonly device: Device<T>;

  constructor(device: Device<T>) {
    this.device = device.deferring ?? device;
    this.m = new Remembering(this.device, this);
  }

  /** A tensor of one number. */
  constant(value: number, shape: Shape): T {
    const key = `${textOf(value)} ${shape.join(' ')}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = this.device.filled?.(value, shape) ?? this.uploaded(value, shape);
    this.constants.set(key, made);
    return made;
  }

  private uploaded(value: number, shape: Shape): T {
    return this.device.upload(new Float64Array(sizeOf(shape)).fill(value), shape);
  }

  /** What was asked for in neither of the last two steps is not expected to be asked for again. */
  beginStep(): void {
    this.step++;
  }

  /** Does it, and frees what is asked for no more: all but some tensors, and what was lately made of these. */
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
    for (const [key, { operands, result, holds, asked }] of this.made) {
      // What may have the numbers of its operands is not freed before these.
      const expected = holds || asked >= this.step - 1 || alive.has(result);
      if (expected && operands.every((operand) => alive.has(operand))) alive.add(result);
      else this.made.delete(key);
    }
    const dead = [...this.own].filter((tensor) => !alive.has(tensor));
    this.device.free(dead);
    for (const tensor of dead) this.own.delete(tensor);
    for (const tensor of this.numbers.keys()) if (!alive.has(tensor)) this.numbers.delete(tensor);
    return [...alive];
  }

  known(key: string): T | undefined {
    const made = this.made.get(key);
    if (made) made.asked = this.step;
    return made?.result;
  }

  keep(key: string, operands: readonly T[], result: T, holds: boolean): T {
    this.made.set(key, { operands, result, holds, asked: this.step });
    if (!operands.includes(result)) this.own.add(result);
    return result;
  }

  patternOf(pattern: object): number {
    const known = this.patterns.get(pattern) ?? this.patterns.size;
    this.patterns.set(pattern, known);
    return known;
  }

  row(values: Int32Array): T {
    const key = `row ${this.patternOf(values)}`;
    const made = this.constants.get(key) ?? this.device.row(values);
    this.constants.set(key, made);
    return made;
  }

  numberOf(tensor: T): number {
    const known = this.numbers.get(tensor);
    if (known !== undefined) return known;
    this.numbers.set(tensor, this.next);
    return this.next++;
  }
}
