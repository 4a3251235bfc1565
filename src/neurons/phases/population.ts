import type { Signals } from '../../rules/rule.js';
import type { Activation } from '../activation.js';
import type { Loss } from '../loss.js';
import { type Afferents, type AnyTerm, learnBy } from './afferents.js';
import { Arrivals } from './arrivals.js';
import type { Cells } from './cells.js';
import { addTimesColumn } from './column.js';
import { living } from './counting.js';
import { byPath, type Columns, type Cursor, type Vocabulary } from './cursor.js';
import type { Drives } from './drives.js';
import { Formulas } from './formulas.js';
import { Given } from './given.js';
import { Inlet } from './inlet.js';
import type { Kind } from './kind.js';
import type { StateCourse } from './motion.js';
import { PortSlopes } from './port-slopes.js';
import type { Recipe } from './recipe.js';
import type { Speech } from './speech.js';
import type { FutureReceivers } from './turns.js';
import { Voice } from './voice.js';

export type { Afferents, AnyTerm } from './afferents.js';

/**
 * Neurons of one kind, led through the phases of a rule: a column of numbers for each of their states, and for each key
 * of what they say and receive. Each neuron works out its formulas from its own numbers alone.
 */
export class Population implements Columns {
  readonly name: string;
  readonly size: number;
  readonly activation: Activation | undefined;
  readonly distance: number;
  readonly bias: Float64Array;
  readonly states: readonly Float64Array[];
  readonly inlets: Readonly<Record<string, readonly Inlet[]>>;
  readonly voices: Readonly<Record<string, Voice>>;
  readonly afferents: Readonly<Record<string, Afferents[]>>;
  readonly arrivals: Arrivals;
  /** In continuous time. */
  course: StateCourse | undefined;
  /** When they go on, where they say where they will be. */
  turns: FutureReceivers | undefined;
  /** Kept while somebody looks at them. */
  drives: Drives | undefined;
  readonly all: Int32Array;
  readonly formulas: Formulas;
  private readonly everyInlet: readonly Inlet[];
  private readonly scratch: Float64Array[] = [];
  private readonly loss: Loss | undefined;
  readonly cells: Cells | undefined;
  /** By unit, 1 of those that never say anything. */
  readonly silent: Uint8Array | undefined;
  /** Towards their ports, where they have some. */
  readonly slopes: PortSlopes | undefined;
  private readonly noisy: number | undefined;
  private readonly given: Readonly<Record<'stimulus' | 'target', Given>>;

  constructor(
    { name, size, bias, activation, loss, distance, cells, noisy, ports }: Kind,
    words: Vocabulary,
    cursorOver: (columns: Columns) => Cursor,
  ) {
    this.name = name;
    this.size = size;
    this.bias = bias;
    this.activation = activation;
    this.distance = distance;
    this.loss = loss;
    this.cells = cells;
    this.silent = cells?.silent;
    this.noisy = noisy;
    this.given = { stimulus: new Given(size), target: new Given(size) };
    this.states = words.states.map(() => new Float64Array(size));
    this.inlets = byPath(words, (keys, path) =>
      keys.map(() => new Inlet(size, path === 'up' ? ports : undefined)),
    );
    this.slopes = ports && new PortSlopes(ports, this.inlets.up);
    this.voices = byPath(words, (keys) => new Voice(keys, size));
    this.afferents = byPath(words, () => []);
    this.everyInlet = Object.values(this.inlets).flat();
    this.arrivals = new Arrivals(size);
    this.all = Int32Array.from({ length: size }, (_, unit) => unit);
    this.formulas = new Formulas(cursorOver(this), this, cells);
  }

  get stimulus(): Float64Array {
    return this.given.stimulus.values;
  }

  get target(): Float64Array {
    return this.given.target.values;
  }

  /** A new presentation: nothing is left of the last one. */
  begin(stimulus?: ArrayLike<number>, target?: ArrayLike<number>): void {
    this.course = undefined;
    this.turns = undefined;
    this.drives?.clear();
    for (const state of this.states) state.fill(0);
    this.slopes?.clear();
    for (const inlet of this.everyInlet) inlet.clear();
    for (const path of Object.keys(this.voices)) this.voices[path].clear();
    this.given.stimulus.put(stimulus);
    this.cells?.begin();
    this.judge(target);
  }

  /** From now on outputs know what they should answer, or do not. */
  judge(target?: ArrayLike<number>): void {
    this.given.target.put(target);
    this.formulas.judge(target && this.loss, this.given.target);
  }

  /** They are told third factors, and which sample of a batch it is that they draw for. */
  tell(factors: Readonly<Record<string, number>>, row: number): void {
    this.formulas.tell(factors, row);
  }

  /** States that follow at once, in the order given. */
  set(states: readonly number[], recipes: readonly Recipe[], units: Int32Array, signals: Signals): void {
    for (let k = 0; k < states.length; k++) {
      this.formulas.evaluate(recipes[k], units, signals, this.states[states[k]]);
      this.slopes?.latch(states[k], recipes[k].gate, units);
    }
  }

  /** One step of states that move: x += stepSize * dx/dt, all from the same states. */
  move(states: readonly number[], recipes: readonly Recipe[], units: Int32Array, signals: Signals): void {
    const { cells, drives, formulas } = this;
    if (states.length === 1 && !cells && !drives) {
      formulas.step(recipes[0], units, signals, this.states[states[0]], this.column(0));
      return;
    }
    for (let k = 0; k < states.length; k++) formulas.evaluate(recipes[k], units, signals, this.column(k));
    drives?.note(states, recipes, this.scratch, units, (recipe, out) =>
      this.formulas.evaluate(recipe, units, signals, out),
    );
    for (let k = 0; k < states.length; k++) {
      const state = this.states[states[k]];
      const velocity = this.column(k);
      const noisy = states[k] === this.noisy;
      if (cells) cells.step(state, velocity, units, signals.stepSize, noisy, drives?.column(states[k]));
      else addTimesColumn(velocity, signals.stepSize, units, state);
    }
    drives?.tell(states, units);
  }

  /** They compose a message; nobody has heard it yet. @returns how many will say it */
  compose(
    voice: Voice,
    keys: readonly number[],
    recipes: readonly Recipe[],
    units: Int32Array,
    signals: Signals,
    speech: Speech,
  ): number {
    for (let k = 0; k < keys.length; k++) {
      this.formulas.evaluate(recipes[k], units, signals, voice.composing(keys[k]));
      if (this.slopes) voice.gates[keys[k]] = recipes[k].gate;
    }
    return living(this, voice.decide(keys, units, speech.of?.(this.name) ?? speech));
  }

  /** They tell their synapses what to learn from. */
  teach(path: string, term: AnyTerm, post: Recipe | undefined, units: Int32Array, signals: Signals): void {
    const { gain = 1 } = term;
    const factors = this.column(0);
    const told = typeof gain === 'number' ? gain : gain(signals);
    if (post) this.formulas.evaluate(post, units, signals, factors);
    else factors.fill(1);
    for (let i = 0; i < units.length; i++) factors[units[i]] *= told;
    this.cells?.silence(factors);
    if (this.slopes && path === 'up')
      this.slopes.instruct(this.afferents.up, term, post?.gate, factors, units);
    else this.instruct(path, term, factors, units);
  }

  /** Their synapses learn from these factors, gain * post of each neuron. */
  instruct(path: string, term: AnyTerm, factors: Float64Array, units: Int32Array): void {
    for (const synapses of this.afferents[path])
      if (learnBy(term, synapses)) synapses.learn(term, factors, units);
  }

  /** What a formula makes of each neuron, or of some, until the next call. */
  look(recipe: Recipe, signals: Signals, units = this.all): Float64Array {
    const values = this.column(0);
    this.formulas.evaluate(recipe, units, signals, values);
    return values;
  }

  /** What has arrived is summed now, by weights as they are. */
  settle(): void {
    for (const inlet of this.everyInlet) inlet.settle();
  }

  private column(k: number): Float64Array {
    this.scratch[k] ??= new Float64Array(this.size);
    return this.scratch[k];
  }
}
