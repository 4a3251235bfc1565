import { after, multiple } from '../../../../math/time.js';
import { levels, type Task } from '../../../../messages/task.js';
import type { ErrorOf } from '../../../../neurons/phases/pool.js';
import { LastingNeurons, type LastingState } from './neurons.js';
import { type LastingParts, type LastingSurroundings, one } from './parts.js';

/** The timer of one neuron, in tau: its first tick, and from one to the next. */
export interface Timer {
  readonly first: number;
  readonly period: number;
}

/**
 * Neurons of two compartments. The soma holds what the sweep left, and answers whenever something new comes from below. The
 * apical compartment moves all the time, from where it is. Plasticity is always on: dw/dt = -rate * gradient, of which the
 * neuron's share is summed up in closed form, and taught to its synapses by a timer of its own. What has not been taught when
 * something new comes from below is dropped: its synapses do not know any more what it was about.
 */
export class TwoCompartments extends LastingNeurons {
  /** Of what is taught and said by each timer, since that last ticked: by formula and unit. */
  private readonly integrals: readonly Float64Array[];
  /** By unit: the time up to which they are taken, and how often its timer has ticked. */
  private readonly since: Float64Array;
  private readonly ticks: Float64Array;

  constructor(
    around: LastingSurroundings,
    parts: LastingParts,
    private readonly timers: readonly Timer[],
  ) {
    super(around, parts);
    const { size } = this.population;
    const { learned, rest } = parts.model;
    const formulas = rest.reduce((sum, { keys }) => sum + keys.length, learned.length);
    this.integrals = Array.from({ length: formulas }, () => new Float64Array(size));
    this.since = new Float64Array(size);
    this.ticks = new Float64Array(size);
  }

  start(): void {
    for (const unit of this.population.all) this.plan(unit);
  }

  taskOf(what: unknown): Task {
    const unit = what as number;
    return { run: () => this.tick(unit), saved: { owner: this.address, what } };
  }

  protected run(units: Int32Array): void {
    const answering = units.filter((unit) => this.news[unit] === 1);
    if (answering.length > 0) {
      this.drop(answering);
      this.answer(answering);
      // What it says down has its slope in it, and an error its activity.
      for (const unit of answering) this.stirred[unit] = 1;
    }
    if (!this.aboveComplete) return;
    const moved = units.filter((unit) => this.stirred[unit] === 1);
    if (moved.length === 0) return;
    this.integrate(moved);
    this.parts.speech.look(this.around.queue.now(), moved);
    this.begin(moved, false);
    this.foretell(moved);
  }

  override state(): TwoCompartmentState {
    const { integrals, since, ticks } = this;
    return {
      ...{ ...super.state(), since: since.slice(), ticks: ticks.slice() },
      integrals: integrals.map((column) => column.slice()),
    };
  }

  override restore(state: TwoCompartmentState, pool?: ErrorOf): void {
    super.restore(state, pool);
    this.since.set(state.since);
    this.ticks.set(state.ticks);
    for (const [k, column] of this.integrals.entries()) column.set(state.integrals[k]);
  }

  private plan(unit: number): void {
    const { first, period } = this.timers[unit];
    const time = after(first, multiple(this.ticks[unit], period));
    this.around.queue.at(time, this.taskOf(unit), levels.ends);
  }

  private tick(unit: number): void {
    const units = Int32Array.of(unit);
    const { learned, rest } = this.parts.model;
    this.integrate(units);
    const teachers = this.teach(units, this.integrals.slice(0, learned.length));
    const said = this.integrals.slice(learned.length);
    const values = rest.map(({ keys }) => said.splice(0, keys.length));
    this.telling.sayRest(teachers, values);
    this.drop(units);
    this.ticks[unit]++;
    this.plan(unit);
  }

  private drop(units: Int32Array): void {
    const now = this.around.queue.now();
    for (const unit of units) {
      for (const column of this.integrals) column[unit] = 0;
      this.since[unit] = now;
    }
  }

  /** Formulas are linear: of integrals over time of what flows, they are integrals. */
  private integrate(units: Int32Array): void {
    const { population, parts, around, integrals, since } = this;
    const { flowing, learned, rest, follows, motion } = parts.model;
    const now = around.queue.now();
    const before = flowing.map((state) => Float64Array.from(units, (unit) => population.states[state][unit]));
    for (const state of flowing) {
      const column = population.states[state];
      for (const unit of units) column[unit] = parts.speech.integral(state, unit, since[unit], now);
    }
    const flows = new Set(motion.follows.flatMap(({ states }) => states));
    for (const { states, recipes } of follows)
      if (!states.some((state) => flows.has(state))) population.set(states, recipes, units, around.signals);
    const recipes = [...learned.map(({ post = one }) => post), ...rest.flatMap((said) => said.recipes)];
    for (const [k, recipe] of recipes.entries()) {
      const values = population.look(recipe, around.signals, units);
      for (const unit of units) integrals[k][unit] += values[unit];
    }
    for (const [k, state] of flowing.entries())
      for (const [i, unit] of units.entries()) population.states[state][unit] = before[k][i];
    for (const unit of units) since[unit] = now;
  }
}

interface TwoCompartmentState extends LastingState {
  readonly integrals: readonly Float64Array[];
  readonly since: Float64Array;
  readonly ticks: Float64Array;
}
