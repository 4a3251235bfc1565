import { numbers } from '../../math/numbers.js';
import type { Activation } from '../activation.js';
import {
  addColumns,
  addTimesColumn,
  addTimesDifference,
  clipColumn,
  copyColumn,
  multiplyColumns,
  signColumn,
  subtractColumns,
} from './column.js';
import { ColumnArithmetic } from './column-arithmetic.js';
import type { Columns } from './cursor.js';
import type { Inlet } from './inlet.js';
import type { ErrorOf } from './pool.js';
import { columnOf, type Instruction, type Operand, type Program } from './program.js';

/** What says what an output is wrong by. */
type Judge = Pick<ErrorOf, 'at'>;

/** An instruction whose columns are those of a population: all have the same parts, which keeps loops fast. */
class Placed {
  readonly operation: Instruction['operation'];
  readonly low: number;
  readonly high: number;

  /**
   * @param by of two
   * @param to undefined of the last one
   */
  constructor(
    { operation, low = 0, high = 0 }: Instruction,
    readonly from: Float64Array,
    readonly by: Float64Array,
    readonly to: Float64Array | undefined,
  ) {
    this.operation = operation;
    this.low = low;
    this.high = high;
  }
}

/** A formula worked out for a population, an operation for all of its neurons after the other. */
export class ColumnProgram {
  private readonly placed: readonly Placed[];
  /** What it reads of what has arrived. */
  private readonly inlets: readonly Inlet[];
  private readonly activation: Activation | undefined;

  /**
   * @param registers columns to be used meanwhile, made where there are too few
   * @param arithmetic of activations, of columns as long as these
   */
  constructor(
    { instructions }: Program,
    columns: Columns,
    registers: Float64Array[] = [],
    private readonly arithmetic = new ColumnArithmetic(columns.bias.length),
  ) {
    const inlets = new Set<Inlet>();
    const size = columns.bias.length;
    const register = (index: number) => {
      while (registers.length <= index) registers.push(new Float64Array(size));
      return registers[index];
    };
    const place = (operand: Operand): Float64Array => {
      if (operand.kind === 'register') return register(operand.index);
      if (operand.kind === 'inlet') inlets.add(columns.inlets[operand.path][operand.key]);
      return columnOf(operand, columns);
    };
    this.placed = instructions.map((one, k) => {
      const from = place(one.a);
      const to = k < instructions.length - 1 ? register(one.into) : undefined;
      return new Placed(one, from, one.b ? place(one.b) : from, to);
    });
    this.inlets = [...inlets];
    this.activation = columns.activation;
  }

  run(units: Int32Array, error: Judge | undefined, out: Float64Array): void {
    this.work(this.prepare(units, error), units, error, out);
  }

  /** x += factor * what it comes to. @param scratch for that, where it takes a column of its own */
  step(
    units: Int32Array,
    error: Judge | undefined,
    factor: number,
    x: Float64Array,
    scratch: Float64Array,
  ): void {
    const last = this.prepare(units, error);
    if (last.operation === 'sub') addTimesDifference(last.from, last.by, factor, units, x);
    else {
      this.work(last, units, error, scratch);
      addTimesColumn(scratch, factor, units, x);
    }
  }

  /** All but the last instruction is done. @returns that */
  private prepare(units: Int32Array, error: Judge | undefined): Placed {
    const { placed, inlets } = this;
    for (let i = 0; i < inlets.length; i++) inlets[i].freshen(units);
    const last = placed.length - 1;
    for (let k = 0; k < last; k++) this.work(placed[k], units, error, placed[k].to!);
    return placed[last];
  }

  /** What it comes to for one neuron. */
  at(unit: number, error: Judge | undefined): number {
    const { placed, inlets } = this;
    for (let i = 0; i < inlets.length; i++) inlets[i].at(unit);
    let value = 0;
    for (let k = 0; k < placed.length; k++) {
      const one = placed[k];
      value = this.workAt(one, one.from[unit], unit, error);
      if (one.to) one.to[unit] = value;
    }
    return value;
  }

  private workAt(one: Placed, a: number, unit: number, error: Judge | undefined): number {
    switch (one.operation) {
      case 'add':
        return a + one.by[unit];
      case 'sub':
        return a - one.by[unit];
      case 'mul':
        return a * one.by[unit];
      case 'copy':
        return a;
      case 'sign':
        return Math.sign(a);
      case 'clip':
        return Math.min(Math.max(a, one.low), one.high);
      case 'f':
        return this.activation!.rate(numbers, a);
      case 'df':
        return this.activation!.slope(numbers, a);
      case 'errorAt':
        return error === undefined ? 0 : error.at(unit, a);
    }
  }

  private work(one: Placed, units: Int32Array, error: Judge | undefined, to: Float64Array): void {
    const { from, by } = one;
    switch (one.operation) {
      case 'add':
        addColumns(from, by, units, to);
        break;
      case 'sub':
        subtractColumns(from, by, units, to);
        break;
      case 'mul':
        multiplyColumns(from, by, units, to);
        break;
      case 'copy':
        copyColumn(from, units, to);
        break;
      case 'sign':
        signColumn(from, units, to);
        break;
      case 'clip':
        clipColumn(from, one.low, one.high, units, to);
        break;
      case 'f':
        this.rate(from, units, to);
        break;
      case 'df':
        this.slope(from, units, to);
        break;
      case 'errorAt':
        judge(from, units, error, to);
    }
  }

  private rate(from: Float64Array, units: Int32Array, to: Float64Array): void {
    const activation = this.activation!;
    if (units.length === to.length) to.set(activation.rate(this.arithmetic.begin(), from));
    else for (let i = 0; i < units.length; i++) to[units[i]] = activation.rate(numbers, from[units[i]]);
  }

  private slope(from: Float64Array, units: Int32Array, to: Float64Array): void {
    const activation = this.activation!;
    if (units.length === to.length) to.set(activation.slope(this.arithmetic.begin(), from));
    else for (let i = 0; i < units.length; i++) to[units[i]] = activation.slope(numbers, from[units[i]]);
  }
}

function judge(from: Float64Array, units: Int32Array, error: Judge | undefined, to: Float64Array): void {
  for (let i = 0; i < units.length; i++)
    to[units[i]] = error === undefined ? 0 : error.at(units[i], from[units[i]]);
}
