import type { EventQueue } from '../../messages/queue.js';
import type { Signals } from '../../rules/rule.js';
import { Course } from '../course.js';
import type { Fineness } from '../speech.js';
import { Threshold } from '../threshold.js';
import type { Motion, StateCourse } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';

/** What neurons that speak on change in continuous time are given. */
export interface ThresholdSurroundings {
  readonly queue: EventQueue;
  readonly fineness: Fineness;
  readonly signals: Signals;
  /** Has neurons say what they have to say, from their states as they are. */
  readonly speak: (units: Int32Array) => void;
}

/** A state that moves: where each neuron will be, and when it has moved far enough to be spoken of. */
interface Moving {
  readonly column: Float64Array;
  readonly recipes: readonly Recipe[];
  readonly courses: readonly Course[];
  readonly thresholds: readonly Threshold[];
  /** What draws it, of those who were last asked. */
  readonly drives: Float64Array;
  /** The state as it was meanwhile. */
  readonly kept: Float64Array;
}

/**
 * The neurons of a population that leak exactly towards their drives, which stay between arrivals, and speak when a state
 * has moved by a quantum from what was last said.
 */
export class ThresholdSpeech implements StateCourse {
  private readonly moving: readonly Moving[];
  /** Somebody hears them. */
  private readonly heard: boolean;
  private begun = false;

  constructor(
    private readonly population: Population,
    private readonly motion: Motion,
    private readonly around: ThresholdSurroundings,
  ) {
    this.heard = motion.says.some(({ path }) => population.voices[path].fan > 0);
    this.moving = motion.moves.map(({ state, name, recipes }) => ({
      column: population.states[state],
      recipes,
      drives: new Float64Array(population.size),
      kept: new Float64Array(population.size),
      courses: Array.from(population.all, (unit) => new Course(population.cells?.cells[unit].tau)),
      thresholds: Array.from(this.heard ? population.all : [], (unit) => this.thresholdOf(name, unit)),
    }));
  }

  /** From now on, until it is stopped. */
  begin(): void {
    const { population, around } = this;
    const now = around.queue.now();
    population.course = this;
    for (const { column, courses, thresholds } of this.moving) {
      for (const [unit, course] of courses.entries()) course.leak(now, column[unit]);
      for (const threshold of thresholds) threshold.anneal();
    }
    if (this.moving.length === 0 && !this.heard) return;
    population.arrivals.react(() => around.queue.soon({ run: () => this.go() }));
    for (const unit of population.all) population.arrivals.stir(unit);
  }

  /** Nothing is planned any more. */
  stop(): void {
    this.population.arrivals.end();
    this.population.course = undefined;
    for (const { thresholds } of this.moving) for (const threshold of thresholds) threshold.stop();
  }

  at(state: number, unit: number, time: number): number | undefined {
    const { states } = this.population;
    for (const { column, courses } of this.moving) {
      if (column === states[state]) return courses[unit].at(time);
    }
    if (!this.motion.follows.some((one) => one.states.includes(state))) return undefined;
    for (const { column, courses } of this.moving) column[unit] = courses[unit].at(time);
    this.follow(Int32Array.of(unit));
    return states[state][unit];
  }

  /** Their states that move are where they are at a time; at infinity, where they go. */
  look(time: number): void {
    for (const { column, courses } of this.moving)
      for (let unit = 0; unit < column.length; unit++) column[unit] = courses[unit].at(time);
  }

  /** Neurons go where their drives are at once, and say so. */
  settle(all: Int32Array): void {
    const units = this.living(all);
    this.findDrives(units);
    for (const { column, drives } of this.moving)
      for (let i = 0; i < units.length; i++) column[units[i]] = drives[units[i]];
    this.say(units);
  }

  private go(): void {
    const units = this.living(this.population.arrivals.take());
    const now = this.around.queue.now();
    const first = !this.begun;
    this.begun = true;
    this.findDrives(units);
    for (const { courses, drives } of this.moving)
      for (let i = 0; i < units.length; i++) courses[units[i]].approach(now, drives[units[i]]);
    if (!this.heard) return;
    const speakers = this.moving.length === 0 ? units.filter(() => first) : this.speakers(units, now);
    if (speakers.length > 0) this.say(speakers);
    for (const { courses, thresholds } of this.moving)
      for (let i = 0; i < units.length; i++) thresholds[units[i]].plan(courses[units[i]]);
  }

  /** Those who have moved far enough: their states are where they are now, and are said. */
  private speakers(units: Int32Array, now: number): Int32Array {
    const { moving } = this;
    return units.filter((unit) => {
      let moved = false;
      for (let m = 0; m < moving.length; m++)
        if (moving[m].thresholds[unit].takes(moving[m].courses[unit].at(now))) moved = true;
      if (!moved) return false;
      for (const { column, courses, thresholds } of moving) {
        column[unit] = courses[unit].at(now);
        thresholds[unit].note(column[unit]);
      }
      return true;
    });
  }

  /** Dead neurons stay where they are, and say nothing. */
  private living(units: Int32Array): Int32Array {
    const { silent } = this.population;
    return silent ? units.filter((unit) => !silent[unit]) : units;
  }

  private say(units: Int32Array): void {
    this.follow(units);
    this.around.speak(units);
  }

  /** Of each state that moves, dx/dt where all of them are 0, for its own share is -x. States stay as they were. */
  private findDrives(units: Int32Array): void {
    const { moving, population, around } = this;
    for (const { column, kept } of moving) {
      kept.set(column);
      for (let i = 0; i < units.length; i++) column[units[i]] = 0;
    }
    this.follow(units);
    for (const { drives, recipes } of moving) {
      for (const [k, { formula }] of recipes.entries()) {
        const part = population.look(formula, around.signals, units);
        for (let i = 0; i < units.length; i++)
          drives[units[i]] = (k > 0 ? drives[units[i]] : 0) + part[units[i]];
      }
    }
    for (const { column, kept } of moving) column.set(kept);
  }

  private follow(units: Int32Array): void {
    const { population, motion, around } = this;
    for (const { states, recipes } of motion.follows) population.set(states, recipes, units, around.signals);
  }

  private thresholdOf(state: string, unit: number): Threshold {
    const { queue, fineness } = this.around;
    const { arrivals, name } = this.population;
    return new Threshold(queue, `${name}[${unit}].${state}`, fineness, () => arrivals.stir(unit));
  }
}
