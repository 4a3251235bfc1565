/**
 * Ways to find where a relaxation leads. `euler` steps through it; `closed-form` gives what the steps would have
 * left, without making them (batched engine, linear relaxations); `equilibrium` solves for the fixed point.
 * `auto` is the engine's own choice: closed form on the batched engine wherever the relaxation is linear, else
 * steps.
 */
export const solverNames = ['auto', 'euler', 'closed-form', 'equilibrium'] as const;

/** The name of a solver. */
export type SolverName = (typeof solverNames)[number];
