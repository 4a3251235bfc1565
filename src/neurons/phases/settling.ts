import type { Signals } from '../../rules/rule.js';
import { alive } from './cells.js';
import { addColumns, copyColumn, fillColumn } from './column.js';
import { tellDrives } from './drives.js';
import type { Motion, Moved } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';

/** A state that moves, and what draws it. */
export class Drawn {
  readonly state: number;
  readonly column: Float64Array;
  readonly recipes: readonly Recipe[];
  /** Of those who were last asked. */
  readonly drives: Float64Array;
  /** The state as it was meanwhile. */
  readonly kept: Float64Array;

  constructor({ states, size }: Population, { state, recipes }: Moved) {
    this.state = state;
    this.column = states[state];
    this.recipes = recipes;
    this.drives = new Float64Array(size);
    this.kept = new Float64Array(size);
  }
}

/** Neurons, how they move, and what they are told. */
export interface MovingNeurons {
  readonly population: Population;
  readonly motion: Motion;
  readonly drawn: readonly Drawn[];
  readonly signals: Signals;
}

/** States that follow what moves do so. */
export function follow({ population, motion, signals }: MovingNeurons, units: Int32Array): void {
  const { follows } = motion;
  for (let k = 0; k < follows.length; k++)
    population.set(follows[k].states, follows[k].recipes, units, signals);
}

/** States that move, or follow what moves. */
export const statesOf = ({ moves, follows }: Motion): readonly number[] => [
  ...moves.map(({ state }) => state),
  ...follows.flatMap(({ states }) => states),
];

/** Where a state that follows would be, were those that move put somewhere: all stay as they are. */
export function followedAt(moving: MovingNeurons, state: number, unit: number, put: () => void): number {
  const { population, motion } = moving;
  const columns = statesOf(motion).map((one) => population.states[one]);
  const kept = columns.map((column) => column[unit]);
  put();
  follow(moving, Int32Array.of(unit));
  const value = population.states[state][unit];
  for (const [k, column] of columns.entries()) column[unit] = kept[k];
  return value;
}

/** Of each state that moves, dx/dt where all of them are 0, for its own share is -x. States stay as they were. */
export function findDrives(moving: MovingNeurons, units: Int32Array): void {
  const { population, drawn, signals } = moving;
  for (let m = 0; m < drawn.length; m++) {
    copyColumn(drawn[m].column, units, drawn[m].kept);
    fillColumn(0, units, drawn[m].column);
  }
  follow(moving, units);
  for (let m = 0; m < drawn.length; m++) {
    const { drives, recipes } = drawn[m];
    fillColumn(0, units, drives);
    for (let k = 0; k < recipes.length; k++)
      addColumns(drives, population.look(recipes[k], signals, units), units, drives);
  }
  for (let m = 0; m < drawn.length; m++) copyColumn(drawn[m].kept, units, drawn[m].column);
}

/** The same of one neuron that lives: in continuous time it is one at a time, mostly. */
export function findDriveOf({ population, motion, drawn, signals }: MovingNeurons, unit: number): void {
  const { follows } = motion;
  for (let m = 0; m < drawn.length; m++) {
    drawn[m].kept[unit] = drawn[m].column[unit];
    drawn[m].column[unit] = 0;
  }
  for (const { states, recipes } of follows)
    for (let k = 0; k < states.length; k++)
      population.states[states[k]][unit] = population.formulas.valueAt(recipes[k], unit, signals);
  for (let m = 0; m < drawn.length; m++) {
    const { drives, recipes } = drawn[m];
    let drive = 0;
    for (let k = 0; k < recipes.length; k++) drive += population.formulas.valueAt(recipes[k], unit, signals);
    drives[unit] = drive;
  }
  for (let m = 0; m < drawn.length; m++) drawn[m].column[unit] = drawn[m].kept[unit];
}

/** Neurons go where their drives are at once. @returns those that do */
export function settle(moving: MovingNeurons, all: Int32Array): Int32Array {
  const { population, motion, drawn } = moving;
  const units = alive(all, population.silent);
  findDrives(moving, units);
  for (const { state, column, drives } of drawn) {
    const told = population.drives?.column(state);
    for (let i = 0; i < units.length; i++) {
      column[units[i]] = drives[units[i]];
      if (told) told[units[i]] = drives[units[i]];
    }
  }
  tellDrives(population, motion, units);
  follow(moving, units);
  return units;
}
