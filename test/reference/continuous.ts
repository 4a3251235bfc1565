import { matrixExponential } from './matrix-exponential.js';
import { finish, initialState, type Problem, prepare } from './problem.js';
import type { Batch, Description, Initial, ParameterSet, PerNode, Relaxed } from './types.js';

/**
 * The state at time t (in units of tau) of dx/dt = -x + drive on any graph: y(t) = e^(A t) y(0), where y
 * holds every unit of every node and a last 1 that carries the errors. For small networks only.
 */
export function continuous(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: { readonly time: number; readonly initial?: Initial },
): Relaxed {
  const problem = prepare(network, params, batch);
  const start = initialState(problem, options.initial ?? 'forward');
  const activity: PerNode = {};
  for (const { name } of problem.graph.order) activity[name] = [];
  const samples = start[problem.graph.order[0].name].length;
  for (let s = 0; s < samples; s++) {
    const y = [...problem.graph.order.flatMap(({ name }) => start[name][s]), 1];
    const flow = matrixExponential(system(problem, s).map((row) => row.map((a) => a * options.time)));
    const moved = flow.map((row) => row.reduce((sum, value, j) => sum + value * y[j], 0));
    for (const { name, units } of problem.graph.order) activity[name].push(moved.splice(0, units));
  }
  return finish(problem, activity);
}

/**
 * A of dy/dt = A y in one sample. The row of unit j of a relaxing node holds -1 on the diagonal,
 * W_c[i, offset + j] f'(abar_c,i) at unit i of every child c, and its error in the last column.
 * The rows of clamped outputs and of the constant 1 are zero.
 */
function system(problem: Problem, sample: number): number[][] {
  const { graph, weights, latched, errors } = problem;
  const first: Record<string, number> = {};
  let size = 0;
  for (const { name, units } of graph.order) {
    first[name] = size;
    size += units;
  }
  const a = Array.from({ length: size + 1 }, () => new Array<number>(size + 1).fill(0));
  for (const { name, units } of graph.order) {
    if (graph.clamped.has(name)) continue;
    for (let j = 0; j < units; j++) {
      const row = a[first[name] + j];
      row[first[name] + j] = -1;
      if (name in errors) row[size] = errors[name][sample][j];
      for (const { child, offset } of graph.children[name]) {
        const slope = latched[child].slope[sample];
        for (let i = 0; i < slope.length; i++)
          row[first[child] + i] += weights[child][i][offset + j] * slope[i];
      }
    }
  }
  return a;
}
