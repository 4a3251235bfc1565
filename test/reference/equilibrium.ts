import { drive, finish, initialState, prepare } from './problem.js';
import type { Batch, Description, ParameterSet, Relaxed } from './types.js';

/** The fixed point x = drive(x), solved exactly: children first, each node set to its drive. */
export function equilibrium(network: Description, params: ParameterSet, batch: Batch): Relaxed {
  const problem = prepare(network, params, batch);
  const state = initialState(problem, 'zero');
  for (const { name } of [...problem.graph.order].reverse()) {
    if (problem.graph.clamped.has(name)) continue;
    state[name] = state[name].map((_, s) => drive(problem, state, name, s));
  }
  return finish(problem, state);
}
