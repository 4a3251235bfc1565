import type { EventQueue } from '../../messages/queue.js';
import type { Signals } from '../../rules/rule.js';
import { Course } from '../course.js';
import type { Fineness } from '../speech.js';
import { Threshold } from '../threshold.js';
import type { Motion } from './motion.js';
import type { Population } from './population.js';

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
  readonly state: number;
  readonly courses: readonly Course[];
  readonly thresholds: readonly Threshold[];
}

/**
 * The neurons of a population that leak exactly towards their drives, which stay between arrivals, and speak when a state
 * has moved by a quantum from what was last said.
 */
export class ThresholdSpeech {
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
    this.moving = motion.moves.map(({ state, name }) => ({
      state,
      courses: Array.from(population.all, () => new Course()),
      thresholds: Array.from(this.heard ? population.all : [], (unit) => this.thresholdOf(name, unit)),
    }));
  }

  /** From now on, until it is stopped. */
  begin(): void {
    const { population, around } = this;
    const now = around.queue.now();
    for (const { state, courses, thresholds } of this.moving) {
      for (const [unit, course] of courses.entries()) course.leak(now, population.states[state][unit]);
      for (const threshold of thresholds) threshold.anneal();
    }
    if (this.moving.length === 0 && !this.heard) return;
    population.arrivals.react(() => around.queue.soon({ run: () => this.go() }));
    for (const unit of population.all) population.arrivals.stir(unit);
  }

  /** Nothing is planned any more. */
  stop(): void {
    this.population.arrivals.end();
    for (const { thresholds } of this.moving) for (const threshold of thresholds) threshold.stop();
  }

  /** Their states that move are where they are at a time; at infinity, where they go. */
  look(time: number): void {
    const { population } = this;
    for (const { state, courses } of this.moving)
      for (const unit of population.all) population.states[state][unit] = courses[unit].at(time);
  }

  /** Neurons go where their drives are at once, and say so. */
  settle(units: Int32Array): void {
    const drives = this.drives(units);
    for (const [m, { state }] of this.moving.entries())
      for (const [i, unit] of units.entries()) this.population.states[state][unit] = drives[m][i];
    this.say(units);
  }

  private go(): void {
    const units = this.population.arrivals.take();
    const now = this.around.queue.now();
    const first = !this.begun;
    this.begun = true;
    this.approach(units, now);
    if (!this.heard) return;
    const speakers = this.moving.length === 0 ? units.filter(() => first) : this.speakers(units, now);
    if (speakers.length > 0) this.say(speakers);
    for (const { courses, thresholds } of this.moving)
      for (const unit of units) thresholds[unit].plan(courses[unit]);
  }

  private approach(units: Int32Array, now: number): void {
    const drives = this.drives(units);
    for (const [m, { courses }] of this.moving.entries())
      for (const [i, unit] of units.entries()) courses[unit].approach(now, drives[m][i]);
  }

  /** Those who have moved far enough: their states are where they are now, and are said. */
  private speakers(units: Int32Array, now: number): Int32Array {
    return units.filter((unit) => {
      const values = this.moving.map(({ courses }) => courses[unit].at(now));
      const moved = this.moving.map(({ thresholds }, m) => thresholds[unit].takes(values[m]));
      if (!moved.includes(true)) return false;
      for (const [m, { state, thresholds }] of this.moving.entries()) {
        this.population.states[state][unit] = values[m];
        thresholds[unit].note(values[m]);
      }
      return true;
    });
  }

  private say(units: Int32Array): void {
    this.follow(units);
    this.around.speak(units);
  }

  /** By state that moves: dx/dt where all of them are 0, for their own share is -x. States stay as they were. */
  private drives(units: Int32Array): readonly (readonly number[])[] {
    const { population, around } = this;
    const columns = this.moving.map(({ state }) => population.states[state]);
    const before = columns.map((column) => Array.from(units, (unit) => column[unit]));
    for (const column of columns) for (const unit of units) column[unit] = 0;
    this.follow(units);
    const drives = this.motion.moves.map(({ recipes }) => {
      const sums = new Array<number>(units.length).fill(0);
      for (const { formula } of recipes) {
        const part = population.look(formula, around.signals, units);
        for (const [i, unit] of units.entries()) sums[i] += part[unit];
      }
      return sums;
    });
    for (const [m, column] of columns.entries())
      for (const [i, unit] of units.entries()) column[unit] = before[m][i];
    return drives;
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
