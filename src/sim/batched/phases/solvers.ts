import type { Solver } from './solver.js';
import { closedForm } from './solvers/closed-form.js';
import { equilibrium } from './solvers/equilibrium.js';
import { euler } from './solvers/euler.js';
import type { Course } from './stage.js';

/** Every solver of the batched engine by name: `auto` is one of them. */
export const solvers: Readonly<Record<Course['solver'], Solver>> = {
  euler,
  'closed-form': closedForm,
  equilibrium,
};
