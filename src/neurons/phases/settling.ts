import type { Signals } from '../../rules/rule.js';
import { alive } from './cells.js';
import { tellDrives } from './drives.js';
import type { Motion, Moved } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';

/** A state that moves, and what draws it. */
export interface Drawn {
  readonly state: number;
  readonly column: Float64Array;
  readonly recipes: readonly Recipe[];
  /** Of those who were last asked. */
  readonly drives: Float64Array;
  /** The state as it was meanwhile. */
  readonly kept: Float64Array;
}

export const drawnOf = ({ states, size }: Population, { state, recipes }: Moved): Drawn => ({
  state,
  column: states[state],
  recipes,
  drives: new Float64Array(size),
  kept: new Float64Array(size),
});

/** Neurons, how they move, and what they are told. */
export interface MovingNeurons {
  readonly population: Population;
  readonly motion: Motion;
  readonly drawn: readonly Drawn[];
  readonly signals: Signals;
}

/** States that follow what moves do so. */
export function follow({ population, motion, signals }: MovingNeurons, units: Int32Array): void {
  for (const { states, recipes } of motion.follows) population.set(states, recipes, units, signals);
}

/** Of each state that moves, dx/dt where all of them are 0, for its own share is -x. States stay as they were. */
export function findDrives(moving: MovingNeurons, units: Int32Array): void {
  const { population, drawn, signals } = moving;
  for (const { column, kept } of drawn) {
    kept.set(column);
    for (let i = 0; i < units.length; i++) column[units[i]] = 0;
  }
  follow(moving, units);
  for (const { drives, recipes } of drawn) {
    for (const [k, recipe] of recipes.entries()) {
      const part = population.look(recipe, signals, units);
      for (let i = 0; i < units.length; i++)
        drives[units[i]] = (k > 0 ? drives[units[i]] : 0) + part[units[i]];
    }
  }
  for (const { column, kept } of drawn) column.set(kept);
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
