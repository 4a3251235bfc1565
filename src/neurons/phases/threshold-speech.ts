import type { z } from 'zod';
import { Thresholds } from '../thresholds.js';
import { alive } from './cells.js';
import { endCourse, tellDrives } from './drives.js';
import type { Motion, StateCourse } from './motion.js';
import { Notes } from './notes.js';
import type { Population } from './population.js';
import type { SavableSpeech } from './savable.js';
import { findDriveOf, findDrives, follow, followedAt, type MovingNeurons, settle } from './settling.js';
import {
  Moving,
  newlyDrawn,
  putMoving,
  speechSchema,
  type ThresholdSpeechState,
  type ThresholdSurroundings,
  takeMoving,
} from './threshold-state.js';

/**
 * The neurons of a population that leak exactly towards their drives, which stay between arrivals, and speak when a state
 * has moved by a quantum from what was last said.
 */
export class ThresholdSpeech implements StateCourse, SavableSpeech<ThresholdSpeechState> {
  readonly moving: readonly Moving[];
  /** Somebody hears them. */
  readonly heard: boolean;
  begun = false;
  /** Those who have moved far enough: to be filled. */
  private readonly moved: Int32Array;
  /** Of where they were, while they are ahead of those who look. */
  readonly notes: Notes;
  readonly all: MovingNeurons;

  constructor(
    readonly population: Population,
    readonly motion: Motion,
    private readonly around: ThresholdSurroundings,
  ) {
    this.moved = new Int32Array(population.size);
    this.heard = motion.says.some(({ path }) => population.voices[path].fan > 0);
    this.moving = motion.moves.map(
      (moved) => new Moving(population, moved, this.heard ? this.thresholdsOf(moved.name) : undefined),
    );
    this.all = { population, motion, drawn: this.moving, signals: around.signals };
    this.notes = new Notes(motion, population.size, this);
  }

  /** From now on, until it is stopped. */
  begin(): void {
    const { population } = this;
    const now = this.around.queue.now();
    this.goOn();
    for (const { column, leaks, thresholds } of this.moving) {
      for (const unit of population.all) leaks.leak(unit, now, column[unit]);
      thresholds?.anneal();
    }
    if (this.idle) return;
    for (const unit of population.all) population.arrivals.stir(unit);
  }

  /** It has begun, and not been stopped. */
  get going(): boolean {
    return this.population.course === this;
  }

  /** Those who plan to speak, or to halve their quanta. */
  get owners(): readonly Thresholds[] {
    return this.moving.flatMap(({ thresholds }) => thresholds ?? []);
  }

  get schema(): z.ZodType<ThresholdSpeechState> {
    return speechSchema(this.moving, this.around.fineness);
  }

  state(): ThresholdSpeechState {
    return { going: this.going, begun: this.begun, moving: this.moving.map(takeMoving) };
  }

  restore({ going, begun, moving }: ThresholdSpeechState): void {
    this.begun = begun;
    for (const [k, one] of this.moving.entries()) putMoving(one, moving[k]);
    if (going) this.goOn();
  }

  /** Nothing is planned any more. */
  stop(): void {
    this.population.arrivals.end();
    endCourse(this.population, this.around.queue.now());
    for (const { thresholds } of this.moving) thresholds?.stop();
  }

  at(state: number, unit: number, time: number): number | undefined {
    const noted = this.notes.at(state, unit);
    if (noted !== undefined) return noted;
    const own = this.moving.find((one) => one.state === state);
    if (own) return own.leaks.at(unit, time);
    if (!this.motion.follows.some((one) => one.states.includes(state))) return undefined;
    const put = () => {
      for (const { column, leaks } of this.moving) column[unit] = leaks.at(unit, time);
    };
    return followedAt(this.all, state, unit, put);
  }

  driveAt(state: number, unit: number): number | undefined {
    return this.moving.find((one) => one.state === state)?.leaks.drive[unit];
  }

  /** Their states that move are where they are at a time; at infinity, where they go. */
  look(time: number): void {
    for (const { column, leaks } of this.moving)
      for (let unit = 0; unit < column.length; unit++) column[unit] = leaks.at(unit, time);
  }

  /** Neurons go where their drives are at once, and say so. */
  settle(all: Int32Array): void {
    this.around.speak(settle(this.all, all));
  }

  /** From now on they move, and hear of what arrives. */
  private goOn(): void {
    const { population, around } = this;
    population.course = this;
    const go = { run: () => this.turn(alive(population.arrivals.take(), population.silent)) };
    if (!this.idle) population.arrivals.react(() => around.queue.soon(go));
  }

  /** They neither move nor have anything to say. */
  get idle(): boolean {
    return this.moving.length === 0 && !this.heard;
  }

  /** Those go on, who live: by what has arrived. Who is drawn as before is where it thought it would be. */
  turn(units: Int32Array): void {
    const now = this.around.queue.now();
    const first = !this.begun;
    this.begun = true;
    if (units.length === 1) findDriveOf(this.all, units[0]);
    else findDrives(this.all, units);
    const some = first ? units : newlyDrawn(this.moving, units);
    const { moving } = this;
    for (let m = 0; m < moving.length; m++) {
      const { leaks, drives } = moving[m];
      for (let i = 0; i < some.length; i++) leaks.approach(some[i], now, drives[some[i]]);
    }
    tellDrives(this.population, this.motion, units);
    if (!this.heard) return;
    if (moving.length > 0) this.sayMoved(some, now);
    else if (first && units.length > 0) this.say(units);
    for (let m = 0; m < moving.length; m++) {
      const { leaks, thresholds } = moving[m];
      for (let i = 0; i < some.length; i++) thresholds!.plan(leaks, some[i]);
    }
  }

  /** Those say so who have moved far enough: their states are where they are now. */
  private sayMoved(units: Int32Array, now: number): void {
    const { moved } = this;
    let count = 0;
    for (let i = 0; i < units.length; i++) if (this.hasMoved(units[i], now)) moved[count++] = units[i];
    if (count > 0) this.say(count === units.length ? units : moved.slice(0, count));
  }

  /** One has moved far enough to say so: its states are where they are now. */
  hasMoved(unit: number, now: number): boolean {
    const { moving } = this;
    let moved = false;
    for (let m = 0; m < moving.length; m++)
      if (moving[m].thresholds!.takes(unit, moving[m].leaks.at(unit, now))) moved = true;
    if (!moved) return false;
    for (let m = 0; m < moving.length; m++) {
      const { column, leaks, thresholds } = moving[m];
      column[unit] = leaks.at(unit, now);
      thresholds!.note(unit, column[unit]);
    }
    return true;
  }

  say(units: Int32Array): void {
    follow(this.all, units);
    this.around.speak(units);
  }

  private thresholdsOf(state: string): Thresholds {
    const { queue, fineness, phase } = this.around;
    const { arrivals, name, size } = this.population;
    const address = `${name}.${state} in phase ${phase}`;
    return new Thresholds(queue, address, fineness, size, (unit) => arrivals.stir(unit));
  }
}
