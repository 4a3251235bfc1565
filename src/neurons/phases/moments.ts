import { addColumns, copyColumn, fillColumn } from './column.js';
import { ColumnProgram } from './column-program.js';
import { Inlet } from './inlet.js';
import type { Program } from './program.js';
import type { Recipe } from './recipe.js';
import type { MovingNeurons } from './settling.js';

/** What comes to a neuron in a stretch of time, at one moment after the other. */
export interface Incoming {
  /** How many moments there are at which anything does. */
  readonly count: number;
  /** When each is, in tau. */
  readonly times: Float64Array;
  /** Takes down the sums of an inlet after each. @returns whether anything comes to it in the stretch */
  takeDown(inlet: Inlet, sums: Float64Array): boolean;
  /** Inlets are as they are after the j-th; before the first where that is -1. */
  bring(j: number): void;
  /** This is the present, in tau. */
  standAt(time: number): void;
}

/** A neuron's numbers: a place of each column for each moment of a stretch. */
interface Columns {
  readonly size: number;
  /** Its places, and so many of them. */
  readonly all: Int32Array;
  readonly some: Int32Array[];
  readonly states: readonly Float64Array[];
  readonly inlets: Readonly<Record<string, readonly Inlet[]>>;
  readonly bias: Float64Array;
  readonly stimulus: Float64Array;
  readonly target: Float64Array;
  readonly made: Float64Array;
  readonly programs: Map<Program, ColumnProgram>;
}

const owns = ['bias', 'stimulus', 'target'] as const;

/**
 * What draws a neuron at each of the moments at which anything comes to it: all that comes is known before, and nothing else
 * changes what its formulas read, so they are worked out for all moments at once.
 */
export class Moments {
  /** By state that moves, then by moment. */
  readonly drives: Float64Array[];
  private columns: Columns | undefined;
  private readonly reads: Reads;

  constructor(private readonly moving: MovingNeurons) {
    this.drives = moving.drawn.map(() => new Float64Array(0));
    this.reads = readBy(recipesOf(moving));
  }

  /** Formulas read nothing else than what stands in columns. */
  static fit(moving: MovingNeurons): boolean {
    return recipesOf(moving).every(
      ({ copies, constant, program }) => copies !== undefined || constant !== undefined || program,
    );
  }

  find(unit: number, incoming: Incoming): void {
    const { drawn, motion } = this.moving;
    const columns = this.columnsFor(incoming.count);
    columns.some[incoming.count] ??= columns.all.subarray(0, incoming.count);
    const units = columns.some[incoming.count];
    this.fill(columns, unit, units, incoming);
    for (const { states, recipes } of motion.follows)
      for (let k = 0; k < states.length; k++)
        this.evaluate(columns, recipes[k], unit, units, columns.states[states[k]]);
    for (let m = 0; m < drawn.length; m++) {
      const drives = this.drives[m];
      fillColumn(0, units, drives);
      for (const recipe of drawn[m].recipes) {
        this.evaluate(columns, recipe, unit, units, columns.made);
        addColumns(drives, columns.made, units, drives);
      }
    }
  }

  /** The neuron has been drawn as it is at the j-th: by that, and with states that follow as they are then. */
  put(unit: number, j: number): void {
    const { drawn, motion, population } = this.moving;
    for (let m = 0; m < drawn.length; m++) drawn[m].drives[unit] = this.drives[m][j];
    const { follows } = motion;
    for (let k = 0; k < follows.length; k++)
      for (const state of follows[k].states) population.states[state][unit] = this.columns!.states[state][j];
  }

  private fill(columns: Columns, unit: number, units: Int32Array, incoming: Incoming): void {
    const { population, drawn } = this.moving;
    const { states, inlets } = columns;
    const { reads } = this;
    for (const state of reads.states) fillColumn(population.states[state][unit], units, states[state]);
    for (const { state } of drawn) if (reads.states.has(state)) fillColumn(0, units, states[state]);
    for (const own of owns) if (reads.owns.has(own)) fillColumn(population[own][unit], units, columns[own]);
    for (const [path, key] of reads.inlets) {
      const inlet = population.inlets[path][key];
      const { sums } = inlets[path][key];
      if (!incoming.takeDown(inlet, sums)) fillColumn(inlet.at(unit), units, sums);
    }
  }

  private evaluate(
    columns: Columns,
    recipe: Recipe,
    unit: number,
    units: Int32Array,
    out: Float64Array,
  ): void {
    const { copies, constant, program } = recipe;
    if (copies !== undefined) copyColumn(columns.states[copies], units, out);
    else if (constant !== undefined) fillColumn(constant, units, out);
    else {
      const { error } = this.moving.population.formulas;
      const judge =
        program!.judges && error ? { at: (_: number, a: number) => error.at(unit, a) } : undefined;
      this.programOf(columns, program!).run(units, judge, out);
    }
  }

  private programOf(columns: Columns, program: Program): ColumnProgram {
    let known = columns.programs.get(program);
    if (!known) {
      const { name, activation, distance } = this.moving.population;
      known = new ColumnProgram(program, { ...columns, name, activation, distance });
      columns.programs.set(program, known);
    }
    return known;
  }

  private columnsFor(count: number): Columns {
    if (this.columns && this.columns.size >= count) return this.columns;
    const size = 2 * count;
    const { population } = this.moving;
    const column = () => new Float64Array(size);
    const paths = Object.fromEntries(
      Object.entries(population.inlets).map(([path, all]) => [path, all.map(() => new Inlet(size))]),
    );
    for (let m = 0; m < this.drives.length; m++) this.drives[m] = column();
    this.columns = {
      size,
      all: Int32Array.from({ length: size }, (_, j) => j),
      some: [],
      states: population.states.map(column),
      inlets: paths,
      ...{ bias: column(), stimulus: column(), target: column(), made: column() },
      programs: new Map(),
    };
    return this.columns;
  }
}

const recipesOf = ({ drawn, motion }: MovingNeurons): readonly Recipe[] =>
  [...drawn, ...motion.follows].flatMap(({ recipes }) => recipes);

/** What recipes read. */
interface Reads {
  readonly states: ReadonlySet<number>;
  readonly owns: ReadonlySet<string>;
  /** Path and key of each. */
  readonly inlets: readonly (readonly [path: string, key: number])[];
}

function readBy(recipes: readonly Recipe[]): Reads {
  const operands = recipes.flatMap(({ program }) =>
    (program?.instructions ?? []).flatMap(({ a, b }) => (b ? [a, b] : [a])),
  );
  const copied = recipes.flatMap(({ copies }) => copies ?? []);
  const inlets = new Map(
    operands.flatMap((one) =>
      one.kind === 'inlet' ? [[`${one.path} ${one.key}`, [one.path, one.key] as const] as const] : [],
    ),
  );
  return {
    states: new Set([...copied, ...operands.flatMap((one) => (one.kind === 'state' ? one.index : []))]),
    owns: new Set(operands.flatMap((one) => (one.kind === 'own' ? one.name : []))),
    inlets: [...inlets.values()],
  };
}
