import type { SolverName } from '../solvers.js';
import type { Solver } from './solver.js';
import { equilibrium } from './solvers/equilibrium.js';
import { euler } from './solvers/euler.js';

/** Every solver of the batched engine by name. */
export const solvers: Readonly<Record<SolverName, Solver>> = { euler, equilibrium };
