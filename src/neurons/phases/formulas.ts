import type { Formula, Signals } from '../../rules/rule.js';
import type { Loss } from '../loss.js';
import { ruleNumbers } from './arithmetic.js';
import type { Cells } from './cells.js';
import { addTimesColumn, copyColumn, fillColumn } from './column.js';
import { ColumnArithmetic } from './column-arithmetic.js';
import { ColumnProgram } from './column-program.js';
import type { Columns, Cursor } from './cursor.js';
import type { Given } from './given.js';
import { type ErrorOf, OwnError, PooledError } from './pool.js';
import type { Program } from './program.js';
import type { Recipe } from './recipe.js';

/** Works out formulas for the neurons of a population, each from its own numbers alone. */
export class Formulas {
  /** Through which outputs hear of each other, where their loss takes that. */
  pool: PooledError | undefined;
  /** For these columns, by index: of recipes that have been needed. */
  private readonly programs: (ColumnProgram | undefined)[] = [];
  /** Where programs keep what is not their last. */
  private readonly registers: Float64Array[] = [];
  private readonly arithmetic: ColumnArithmetic;

  constructor(
    private readonly cursor: Cursor,
    private readonly columns: Columns,
    private readonly cells: Cells | undefined,
  ) {
    this.arithmetic = new ColumnArithmetic(columns.bias.length);
  }

  /** What outputs are wrong by, from now on. @param loss undefined where nobody has a target */
  judge(loss: Loss | undefined, target: Given): void {
    this.pool = loss?.pool ? new PooledError(loss, target.values) : undefined;
    this.cursor.error = this.pool ?? (loss && new OwnError(loss, target.values));
  }

  /** The same, by somebody who knows it. */
  judgeBy(error: ErrorOf | undefined): void {
    this.pool = undefined;
    this.cursor.error = error;
  }

  /** Third factors, and which sample it is, from now on. */
  tell(factors: Readonly<Record<string, number>>, row: number): void {
    this.cursor.factors = factors;
    this.cursor.row = row;
  }

  /** A third factor that all were told. */
  factor(name: string): number {
    return this.cursor.factors[name] ?? 0;
  }

  /** What outputs are wrong by, where they have a target. */
  get error(): ErrorOf | undefined {
    return this.cursor.error;
  }

  /** What a recipe makes of some neurons; 0 of those that are dead. */
  evaluate(recipe: Recipe, units: Int32Array, signals: Signals, out: Float64Array): void {
    const { formula, copies, constant, program } = recipe;
    if (copies !== undefined) copyColumn(this.columns.states[copies], units, out);
    else if (constant !== undefined) fillColumn(constant, units, out);
    else if (program && !(program.judges && this.pool)) this.programOf(program).run(units, this.error, out);
    else if (this.pool) this.evaluatePooled(this.pool, formula, units, signals, out);
    else this.compute(formula, units, signals, out);
    this.cells?.silence(out);
  }

  /** state += stepSize * what a recipe makes of it, where nothing else moves. @param scratch for what it makes */
  step(
    recipe: Recipe,
    units: Int32Array,
    signals: Signals,
    state: Float64Array,
    scratch: Float64Array,
  ): void {
    const { program } = recipe;
    if (program && !(program.judges && this.pool)) {
      this.programOf(program).step(units, this.error, signals.stepSize, state, scratch);
      return;
    }
    this.evaluate(recipe, units, signals, scratch);
    addTimesColumn(scratch, signals.stepSize, units, state);
  }

  /** What a recipe makes of one neuron that lives. */
  valueAt({ formula, copies, constant, program }: Recipe, unit: number, signals: Signals): number {
    if (copies !== undefined) return this.columns.states[copies][unit];
    if (constant !== undefined) return constant;
    if (program && !(program.judges && this.pool)) return this.programOf(program).at(unit, this.error);
    const { cursor, pool } = this;
    if (pool) this.askPool(pool, formula, signals, this.columns.bias.length);
    pool?.next();
    cursor.unit = unit;
    return formula<number>(ruleNumbers, cursor.own, signals);
  }

  private programOf(program: Program): ColumnProgram {
    while (this.programs.length <= program.index) this.programs.push(undefined);
    const known = this.programs[program.index];
    if (known) return known;
    const made = new ColumnProgram(program, this.columns, this.registers, this.arithmetic);
    this.programs[program.index] = made;
    return made;
  }

  private compute(formula: Formula, units: Int32Array, signals: Signals, out: Float64Array): void {
    const { cursor } = this;
    const { own } = cursor;
    for (let i = 0; i < units.length; i++) {
      const unit = units[i];
      cursor.unit = unit;
      out[unit] = formula<number>(ruleNumbers, own, signals);
    }
  }

  private evaluatePooled(
    pool: PooledError,
    formula: Formula,
    units: Int32Array,
    signals: Signals,
    out: Float64Array,
  ): void {
    const { cursor } = this;
    this.askPool(pool, formula, signals, out.length);
    for (let i = 0; i < units.length; i++) {
      pool.next();
      cursor.unit = units[i];
      out[units[i]] = formula<number>(ruleNumbers, cursor.own, signals);
    }
  }

  private askPool(pool: PooledError, formula: Formula, signals: Signals, size: number): void {
    pool.listen();
    for (let unit = 0; unit < size; unit++) {
      pool.next();
      this.cursor.unit = unit;
      formula<number>(ruleNumbers, this.cursor.own, signals);
    }
    pool.answer();
  }
}
