import type { Formula, Names, Signals, Term } from '../../rules/rule.js';
import type { Activation } from '../activation.js';
import type { Loss } from '../loss.js';
import { ruleNumbers } from './arithmetic.js';
import { Arrivals } from './arrivals.js';
import { copy, put } from './column.js';
import type { Columns, Cursor, Vocabulary } from './cursor.js';
import { Inlet } from './inlet.js';
import { type ErrorOf, OwnError, PooledError } from './pool.js';
import type { Recipe } from './recipe.js';
import type { Speech } from './speech.js';
import { Voice } from './voice.js';

export type AnyTerm = Term<Names, string>;

/** Synapses that end at a population and learn from what its neurons tell them. */
export interface Afferents {
  /** How many each neuron has. */
  readonly fan: number;
  /** gradient += factor * pre * own. @param factors of each neuron, gain * post */
  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void;
}

/** What the neurons of a population are. */
export interface Kind {
  readonly name: string;
  readonly size: number;
  readonly bias: Float64Array;
  readonly activation: Activation | undefined;
  readonly loss: Loss | undefined;
}

const byPath = <T>({ paths }: Vocabulary, of: (keys: readonly string[]) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(paths).map(([path, keys]) => [path, of(keys)]));

/**
 * Neurons of one kind, led through the phases of a rule: a column of numbers for each of their states, and for each key
 * of what they say and receive. Each neuron works out its formulas from its own numbers alone.
 */
export class Population implements Columns {
  readonly name: string;
  readonly size: number;
  readonly activation: Activation | undefined;
  readonly bias: Float64Array;
  readonly stimulus: Float64Array;
  readonly target: Float64Array;
  readonly states: readonly Float64Array[];
  readonly inlets: Readonly<Record<string, readonly Inlet[]>>;
  readonly voices: Readonly<Record<string, Voice>>;
  readonly afferents: Readonly<Record<string, Afferents[]>>;
  readonly arrivals: Arrivals;
  /** All of its neurons. */
  readonly all: Int32Array;
  private readonly cursor: Cursor;
  private readonly scratch: Float64Array[] = [];
  private readonly loss: Loss | undefined;
  /** Through which outputs hear of each other, where their loss takes that. */
  pool: PooledError | undefined;

  constructor(
    { name, size, bias, activation, loss }: Kind,
    words: Vocabulary,
    cursorOver: (columns: Columns) => Cursor,
  ) {
    this.name = name;
    this.size = size;
    this.bias = bias;
    this.activation = activation;
    this.loss = loss;
    this.stimulus = new Float64Array(size);
    this.target = new Float64Array(size);
    this.states = words.states.map(() => new Float64Array(size));
    this.inlets = byPath(words, (keys) => keys.map(() => new Inlet(size)));
    this.voices = byPath(words, (keys) => new Voice(keys, size));
    this.afferents = byPath(words, () => []);
    this.arrivals = new Arrivals(size);
    this.all = Int32Array.from({ length: size }, (_, unit) => unit);
    this.cursor = cursorOver(this);
  }

  /** A new presentation: nothing is left of the last one. */
  begin(stimulus?: Float64Array, target?: Float64Array): void {
    for (const state of this.states) state.fill(0);
    for (const inlet of this.everyInlet()) inlet.clear();
    for (const voice of Object.values(this.voices)) voice.clear();
    put(this.stimulus, stimulus);
    put(this.target, target);
    const { loss } = this;
    const taught = target && loss;
    this.pool = taught?.pool ? new PooledError(taught, this.target) : undefined;
    this.cursor.error = this.pool ?? (taught && new OwnError(taught, this.target));
  }

  /** States that follow at once, in the order given. */
  set(states: readonly number[], recipes: readonly Recipe[], units: Int32Array, signals: Signals): void {
    for (let k = 0; k < states.length; k++) this.evaluate(recipes[k], units, signals, this.states[states[k]]);
  }

  /** One step of states that move: x += stepSize * dx/dt, all from the same states. */
  move(states: readonly number[], recipes: readonly Recipe[], units: Int32Array, signals: Signals): void {
    for (let k = 0; k < states.length; k++) this.evaluate(recipes[k], units, signals, this.column(k));
    for (let k = 0; k < states.length; k++) {
      const state = this.states[states[k]];
      const velocity = this.column(k);
      for (let i = 0; i < units.length; i++) state[units[i]] += velocity[units[i]] * signals.stepSize;
    }
  }

  /** They compose a message; nobody has heard it yet. @returns how many will say it */
  compose(
    path: string,
    keys: readonly number[],
    recipes: readonly Recipe[],
    units: Int32Array,
    signals: Signals,
    speech: Speech,
  ): number {
    const voice = this.voices[path];
    const columns = voice.columns(keys);
    for (let k = 0; k < keys.length; k++) this.evaluate(recipes[k], units, signals, columns[k]);
    return voice.decide(keys, units, speech);
  }

  /** They tell their synapses what to learn from. */
  teach(path: string, term: AnyTerm, units: Int32Array, signals: Signals): void {
    const { gain = 1 } = term;
    const factors = this.column(0);
    const told = typeof gain === 'number' ? gain : gain(signals);
    if (term.post) this.evaluate({ formula: term.post }, units, signals, factors);
    else factors.fill(1);
    for (let i = 0; i < units.length; i++) factors[units[i]] *= told;
    for (const synapses of this.afferents[path]) synapses.learn(term, factors, units);
  }

  /** What outputs are wrong by, where they have a target. */
  get error(): ErrorOf | undefined {
    return this.cursor.error;
  }

  /** What a formula makes of each neuron, or of some, until the next call. */
  look(formula: Formula, signals: Signals, units = this.all): Float64Array {
    const values = this.column(0);
    this.evaluate({ formula }, units, signals, values);
    return values;
  }

  /** What has arrived is summed now, by weights as they are. */
  settle(): void {
    for (const inlet of this.everyInlet()) inlet.settle();
  }

  private evaluate(recipe: Recipe, units: Int32Array, signals: Signals, out: Float64Array): void {
    const { formula, copies, constant } = recipe;
    if (copies !== undefined) copy(this.states[copies], units, out);
    else if (constant !== undefined) for (let i = 0; i < units.length; i++) out[units[i]] = constant;
    else if (this.pool) this.evaluatePooled(this.pool, formula, units, signals, out);
    else this.compute(formula, units, signals, out);
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
    this.askPool(pool, formula, signals);
    for (let i = 0; i < units.length; i++) {
      pool.next();
      cursor.unit = units[i];
      out[units[i]] = formula<number>(ruleNumbers, cursor.own, signals);
    }
  }

  private askPool(pool: PooledError, formula: Formula, signals: Signals): void {
    pool.listen();
    for (let unit = 0; unit < this.size; unit++) {
      pool.next();
      this.cursor.unit = unit;
      formula<number>(ruleNumbers, this.cursor.own, signals);
    }
    pool.answer();
  }

  private column(k: number): Float64Array {
    this.scratch[k] ??= new Float64Array(this.size);
    return this.scratch[k];
  }

  private everyInlet(): readonly Inlet[] {
    return Object.values(this.inlets).flat();
  }
}
