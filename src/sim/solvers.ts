/**
 * Ways to find where a relaxation leads: `euler` steps through it, `equilibrium` solves for its fixed point.
 * The event engine only steps; the batched engine has one file per solver in `batched/solvers/`.
 */
export const solverNames = ['euler', 'equilibrium'] as const;

/** The name of a solver. */
export type SolverName = (typeof solverNames)[number];
