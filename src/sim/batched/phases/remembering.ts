import type { Grouping } from '../../../math/grouping.js';
import type { Window } from '../../../math/window.js';
import type { Shape } from '../../../network/shapes.js';
import type { Device, TensorTree, Watcher } from '../device.js';
import type { Known } from './known.js';

/** Operations of one operand. */
type One =
  | ('exp' | 'relu' | 'tanh' | 'sigmoid' | 'softplus' | 'sqrt' | 'sumRows' | 'sumColumns' | 'logSumExp')
  | ('ones' | 'step' | 'tanhSlope' | 'sigmoidSlope' | 'transpose');
/** Operations of two. */
type Two = 'add' | 'sub' | 'mul' | 'div' | 'addRow' | 'matMul' | 'matMulTransposed' | 'transposedMatMul';

/** Operations on groups of units, and with filters that pass over images. */
type Over = 'pick' | 'sumOver' | 'spreadOver' | 'maxOver' | 'winners';
type Through = 'convolve' | 'convolveBack' | 'convolveProducts';

/** A device that looks an operation up before it does it. */
export class Remembering<T> implements Device<T> {
  constructor(
    private readonly device: Device<T>,
    private readonly of: Known<T>,
  ) {}

  add(a: T, b: T): T {
    return this.two('add', a, b);
  }
  sub(a: T, b: T): T {
    return this.two('sub', a, b);
  }
  mul(a: T, b: T): T {
    return this.two('mul', a, b);
  }
  div(a: T, b: T): T {
    return this.two('div', a, b);
  }
  addRow(a: T, row: T): T {
    return this.two('addRow', a, row);
  }
  matMul(a: T, b: T): T {
    return this.two('matMul', a, b);
  }
  matMulTransposed(a: T, b: T): T {
    return this.two('matMulTransposed', a, b);
  }
  transposedMatMul(a: T, b: T): T {
    return this.two('transposedMatMul', a, b);
  }

  exp(a: T): T {
    return this.one('exp', a);
  }
  relu(a: T): T {
    return this.one('relu', a);
  }
  tanh(a: T): T {
    return this.one('tanh', a);
  }
  sigmoid(a: T): T {
    return this.one('sigmoid', a);
  }
  softplus(a: T): T {
    return this.one('softplus', a);
  }
  sqrt(a: T): T {
    return this.one('sqrt', a);
  }
  sumRows(a: T): T {
    return this.one('sumRows', a);
  }
  sumColumns(a: T): T {
    return this.one('sumColumns', a);
  }
  logSumExp(a: T): T {
    return this.one('logSumExp', a);
  }
  ones(a: T): T {
    return this.one('ones', a, true);
  }
  step(a: T): T {
    return this.one('step', a, true);
  }
  tanhSlope(y: T): T {
    return this.one('tanhSlope', y, true);
  }
  sigmoidSlope(y: T): T {
    return this.one('sigmoidSlope', y, true);
  }
  transpose(a: T): T {
    return this.one('transpose', a, true);
  }

  affine(a: T, factor: number, offset: number): T {
    const key = `affine ${textOf(factor)} ${textOf(offset)} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device.affine(a, factor, offset), offset === 0);
  }
  clip(a: T, low: number, high: number): T {
    const key = `clip ${textOf(low)} ${textOf(high)} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device.clip(a, low, high), false);
  }
  rows(a: T, from: number, count: number): T {
    const key = `rows ${from} ${count} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device.rows(a, from, count), false);
  }
  columns(a: T, from: number, count: number): T {
    const key = `columns ${from} ${count} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device.columns(a, from, count), false);
  }
  concat(parts: readonly T[]): T {
    return parts.length === 1 ? parts[0] : this.many('concat', parts);
  }
  sum(parts: readonly T[]): T {
    return parts.length === 1 ? parts[0] : this.many('sum', parts);
  }

  row(values: Int32Array): T {
    return this.of.row(values);
  }
  reshape(a: T, columns: number): T {
    const key = `reshape ${columns} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device.reshape(a, columns), false);
  }
  pick(a: T, columns: Int32Array): T {
    return this.over('pick', a, columns);
  }
  sumOver(a: T, grouping: Grouping): T {
    return this.over('sumOver', a, grouping);
  }
  spreadOver(a: T, grouping: Grouping, times?: T): T {
    return this.over('spreadOver', a, grouping, times === undefined ? [] : [times]);
  }
  maxOver(a: T, grouping: Grouping): T {
    return this.over('maxOver', a, grouping);
  }
  winners(a: T, grouping: Grouping): T {
    return this.over('winners', a, grouping);
  }
  convolve(a: T, filters: T, window: Window): T {
    return this.through('convolve', a, filters, window);
  }
  convolveBack(a: T, filters: T, window: Window): T {
    return this.through('convolveBack', a, filters, window);
  }
  convolveProducts(pre: T, post: T, window: Window): T {
    return this.through('convolveProducts', pre, post, window);
  }

  upload(values: ArrayLike<number>, shape: Shape): T {
    return this.device.upload(values, shape);
  }
  get watcher(): Watcher<T> | undefined {
    return this.device.watcher;
  }
  read(tensor: T): Float32Array {
    return this.device.read(tensor);
  }
  readonly settled = (): Promise<void> | undefined => this.device.settled();
  shape(tensor: T): Shape {
    return this.device.shape(tensor);
  }
  scope<R extends TensorTree<T>>(work: () => R): R {
    return this.device.scope(work);
  }
  readonly free = (tensors: readonly T[]): void => this.device.free(tensors);
  readonly live = (): number => this.device.live();

  private one(name: One, a: T, holds = false): T {
    const key = `${name} ${this.of.numberOf(a)}`;
    return this.of.known(key) ?? this.of.keep(key, [a], this.device[name](a), holds);
  }

  private two(name: Two, a: T, b: T): T {
    const key = `${name} ${this.of.numberOf(a)} ${this.of.numberOf(b)}`;
    return this.of.known(key) ?? this.of.keep(key, [a, b], this.device[name](a, b), false);
  }

  private over<W extends object>(name: Over, a: T, pattern: W, more: readonly T[] = []): T {
    const operands = [a, ...more];
    const numbers = operands.map((one) => this.of.numberOf(one)).join(' ');
    const key = `${name} ${this.of.patternOf(pattern)} ${numbers}`;
    const operation = (this.device[name] as (a: T, pattern: W, ...more: T[]) => T).bind(this.device);
    return this.of.known(key) ?? this.of.keep(key, operands, operation(a, pattern, ...more), false);
  }

  private through(name: Through, a: T, b: T, window: Window): T {
    const key = `${name} ${this.of.patternOf(window)} ${this.of.numberOf(a)} ${this.of.numberOf(b)}`;
    return this.of.known(key) ?? this.of.keep(key, [a, b], this.device[name](a, b, window), false);
  }

  private many(name: 'concat' | 'sum', parts: readonly T[]): T {
    const key = `${name} ${parts.map((part) => this.of.numberOf(part)).join(' ')}`;
    return this.of.known(key) ?? this.of.keep(key, parts, this.device[name](parts), false);
  }
}

/** A zero has two signs. */
export const textOf = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
